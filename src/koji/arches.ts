/**
 * The architectures that Koji's builders and rpm know. The hub itself takes any word of letters, digits,
 * `_` and `-`, so a misspelt one would only be noticed when no builder ever takes a task for it.
 */
export const knownArches: ReadonlySet<string> = new Set(
  (
    'aarch64 alpha alphaev56 alphaev6 armhfp armv5tel armv6hl armv7hl armv7hnl armv7l athlon i386 i486 ' +
    'i586 i686 ia32e ia64 loongarch64 m68k mips mips64 mips64el mipsel noarch ppc ppc64 ppc64le ppc64p7 ' +
    'riscv64 s390 s390x sh4 sparc sparc64 sparcv9 src x86_64 x86_64_v2'
  ).split(' '),
)

/** Splits Koji's own form of an arch list (`"x86_64 aarch64"`) at any white space. */
export function splitArches(arches: string): string[] {
  return arches.split(/\s+/).filter(arch => arch !== '')
}

/** Koji's own form: single spaces, order and duplicates kept (the SRPM is built on the first). */
export function joinArches(arches: readonly string[]): string {
  return arches.join(' ')
}
