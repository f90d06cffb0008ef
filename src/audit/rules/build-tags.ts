/**
 * Whether images alone are built in a tag: `f44-container-build`. They are made elsewhere, without build roots of
 * RPMs. The build tag of Flatpaks' images, `f44-flatpak-container-build`, has them: tools are installed from it.
 */
export function isForContainers(tag: string): boolean {
  return /(^|-)container-build$/.test(tag) && !/(^|-)flatpak-/.test(tag)
}

/** Whether RPMs of Flatpak applications are built in a tag: `f44-app-build`, `f44-flatpak-app-build`. */
export function isForApplications(tag: string): boolean {
  return /(^|-)app-build$/.test(tag)
}

/** What sets the prefix /app, and `%flatpak`. */
export const flatpakMacros = 'flatpak-rpm-macros'
