import { SERVER_NAME } from './embedded/server-facts.ts';

/** What is said of the embedded server wherever its numbers are shown. */
export const STAND_IN = 'embedded CPU stand-in, not Triton';

/** The same for a server that was running already: it tells by its name. null: the real thing. */
export function standInNamed(serverName: string): string | null {
  return serverName === SERVER_NAME ? STAND_IN : null;
}
