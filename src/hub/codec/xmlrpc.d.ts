// The two files of the `xmlrpc` package that are used; its own typings cover only its client and server.
declare module 'xmlrpc/lib/serializer.js' {
  export function serializeMethodCall(method: string, params: readonly unknown[]): string
  export function serializeMethodResponse(value: unknown): string
  export function serializeFault(fault: unknown): string
}

declare module 'xmlrpc/lib/customtype.js' {
  export default class CustomType {
    constructor(raw: string)
    raw: string
    tagName: string
  }
}
