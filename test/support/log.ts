import type { Log, LogFields } from '../../server/shared/log.ts';

export interface RecordingLog extends Log {
  lines: { level: 'error' | 'warn' | 'info' | 'debug'; fields: LogFields; message: string }[];
  /** Levels of all lines but DEBUG, in order. */
  levels(): string[];
}

/** Keeps what was logged, for tests that look at it; prints nothing. */
export function recordingLog(): RecordingLog {
  const lines: RecordingLog['lines'] = [];
  const at = (level: RecordingLog['lines'][number]['level']) => (fields: LogFields, message: string) =>
    void lines.push({ level, fields, message });
  return {
    lines,
    levels: () => lines.map(({ level }) => level as string).filter((level) => level !== 'debug'),
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
  };
}
