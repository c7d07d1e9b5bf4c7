import { z } from 'zod';
import type { ErpNotice } from '../shared/contract.ts';
import { parseJson } from '../../shared/json.ts';

const Message = z.object({ code: z.string(), message: z.string(), severity: z.string() });
const WORTH_TELLING = ['warning', 'error'];

/** What an answer that succeeded says beside its records, in the header `sap-message`. */
export function warningsOf(headers: Headers): ErpNotice[] {
  const { data } = Message.safeParse(readJson(headers.get('sap-message') ?? ''));
  if (!data || !WORTH_TELLING.includes(data.severity)) return [];
  return [{ code: 'sap-s4.warning', params: { message: data.message.slice(0, 500), messageCode: data.code } }];
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
