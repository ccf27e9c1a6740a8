/** Whether a host name means this machine: no proxy can know the way there. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    name === '0.0.0.0' ||
    /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(name)
  );
}
