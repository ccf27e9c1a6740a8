import { embeddedStack } from './with-embedded-stack.ts';

/** A program that starts an embedded server, says where, and waits to be killed. */
const { addresses } = await embeddedStack();
process.stdout.write(`${addresses.http}\n`);
