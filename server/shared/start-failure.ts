/** Why something did not start, and what the person at the terminal can do: a whole sentence, shown without a stack. */
export class StartFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartFailure';
  }
}

/** What a terminal shows of an error that ended a start: faults of ours with their stack, everything else as a sentence. */
export const forTerminal = (error: unknown): unknown => (error instanceof StartFailure ? error.message : error);

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** An error of `listen`, for who chooses the port. */
export function portFailure(port: number, cause: unknown): StartFailure {
  const code = codeOf(cause);
  const why =
    code === 'EADDRINUSE' ? 'is used by another program' : code === 'EACCES' ? 'may not be used by this user' : `cannot be used (${code})`;
  return new StartFailure(`Port ${port} ${why}. End that program, or choose another port: PORT=${port + 1} npm start`, { cause });
}

/** An error of the file system below the data folder, for who chooses it; any other error as it is. */
export function folderFailure(folder: string, cause: unknown): unknown {
  const why = {
    EACCES: 'may not be written by this user',
    EPERM: 'may not be written by this user',
    EROFS: 'is read-only',
    ENOSPC: 'has no space left',
  };
  const said =
    why[codeOf(cause) as keyof typeof why] ?? (['ENOTDIR', 'EEXIST', 'ENOENT'].includes(codeOf(cause)) ? 'cannot be made a folder' : null);
  if (said === null) return cause;
  return new StartFailure(`The data folder ${folder} ${said}. Choose another one: DATA_DIR=/path/to/folder npm start`, { cause });
}
