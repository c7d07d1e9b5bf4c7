import type { HubSpotFake } from './index.ts';

/** All an install of ours asks for. */
export const SCOPES = [
  'oauth',
  ...['contacts', 'companies', 'deals'].flatMap((type) => [
    `crm.objects.${type}.read`,
    `crm.objects.${type}.write`,
    `crm.schemas.${type}.write`,
  ]),
  'crm.objects.owners.read',
];

interface RecordBody {
  id: string;
  properties: Record<string, string | null>;
  archived: boolean;
  new: boolean;
  to: { toObjectId: number }[];
}

interface ErrorBody {
  code: string;
  category: string;
  subCategory: string;
  context: Record<string, string[]>;
}

/** Everything any answer may hold; tests look at what they asked for. */
interface AnswerBody extends RecordBody, ErrorBody {
  message: string;
  policyName: string;
  results: RecordBody[];
  errors: ErrorBody[];
  numErrors: number;
  total: number;
  paging: { next: { after: string } };
  byObjectType: object[];
}

interface Reply {
  status: number;
  body: AnswerBody;
  headers: Headers;
}

export type Api = ReturnType<typeof apiOf>;

/** Bare calls, without the client's retries and checks. */
export function apiOf({ url }: HubSpotFake, token: string) {
  const send = async (method: string, path: string, body?: object): Promise<Reply> => {
    const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) };
    const response = await fetch(url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text || '{}') as AnswerBody, headers: response.headers };
  };
  return {
    get: (path: string) => send('GET', path),
    post: (path: string, body: object) => send('POST', path, body),
    put: (path: string) => send('PUT', path),
    patch: (path: string, body: object) => send('PATCH', path, body),
    delete: (path: string) => send('DELETE', path),
  };
}
