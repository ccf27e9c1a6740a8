/** Where a gRPC server listens. `host` has no brackets. */
export interface GrpcAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

const ADDRESS =
  /^(?:(grpcs?|https?):\/\/)?(?:[^/?#@]*@)?(?:\[([0-9a-f:.]+(?:%\w+)?)\]|([^:/?#[\]@\s]+)):(\d{1,5})\/?$/i;

/**
 * "host:port", "[::1]:port", with grpc:// (plain) or grpcs:// (TLS) before it; http:// and https://
 * are taken to mean the same. undefined: the text is no such address.
 */
export function parseGrpcAddress(text: string): GrpcAddress | undefined {
  const [, scheme = 'grpc', v6, name, portText] = ADDRESS.exec(text.trim()) ?? [];
  const host = v6 ?? name;
  const port = Number(portText);
  if (host === undefined || !(port >= 1 && port <= 65_535)) return undefined;
  return { host, port, tls: scheme.toLowerCase().endsWith('s') };
}
