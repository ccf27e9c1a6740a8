import { fileURLToPath } from 'node:url';

/** The package's own folder, with a slash at its end; seen from the compiled tree. */
export const packageRoot = fileURLToPath(new URL('../../../', import.meta.url));
