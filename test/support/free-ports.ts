/** For servers that cannot choose a port themselves and say which, and for addresses where nobody is. */
export { freePorts } from '../../src/stack/drivers/process/free-ports.ts';
