import { startEmbeddedDatabase } from '../../server/db/embedded.ts';

/** A service reduced to its database: starts it in the folder given, says where it is, stops it when its input ends. */
// Like the service, which ends in order and hears a second Ctrl-C no more.
process.on('SIGINT', () => undefined);
const database = await startEmbeddedDatabase({ dataDir: process.argv[2]!, initOptions: ['--no-sync'] });
console.log(database.connectionString);
process.stdin.on('end', () => void database.stop().then(() => process.exit(0))).resume();
