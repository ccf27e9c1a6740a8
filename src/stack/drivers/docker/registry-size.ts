/** placeholder */
export async function registrySize(_image: string, _signal: AbortSignal): Promise<number | null> {
  return null;
}
