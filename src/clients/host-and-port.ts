/** host:port as addresses and URLs want it: an IPv6 host stands in brackets, once. */
export function hostAndPort({ host, port }: { host: string; port: number }): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]:${port}` : `${host}:${port}`;
}
