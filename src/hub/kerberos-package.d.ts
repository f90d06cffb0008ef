// What is used here of the package `kerberos`, which is optional: its own types may not be there.
declare module 'kerberos' {
  interface Context {
    readonly contextComplete: boolean
    /** the token to send, in base64 */
    readonly response: string | null
    /** the client's principal; a server knows it when the context is complete */
    readonly username: string | null
    step(token: string): Promise<unknown>
  }
  interface Kerberos {
    readonly GSS_MECH_OID_SPNEGO: number
    initializeClient(service: string, options: { mechOID: number; principal?: string }): Promise<Context>
    initializeServer(service: string): Promise<Context>
  }
  const kerberos: Kerberos

  export type { Context, Kerberos }
  export default kerberos
}
