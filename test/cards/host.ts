import type { Renderer } from '@hubspot/ui-extensions/testing';
import type { Failure } from '../../hubspot-app/app/cards/common/client.ts';

/** An answer, a refusal, or a function of the request that gives one. */
type Route = unknown;
export interface Asked {
  method: string;
  path: string;
  query: Record<string, string>;
  body: Record<string, unknown>;
}

/** Stands in for `hubspot.fetch`: answers by method and path, and remembers what was asked. */
export function service(routes: Record<string, Route>) {
  const asked: Asked[] = [];
  const fetch = async (url: string, init: { method: string; body?: Record<string, unknown> }): Promise<Response> => {
    const { pathname, searchParams } = new URL(url);
    const request = { method: init.method, path: pathname, query: Object.fromEntries(searchParams), body: init.body ?? {} };
    asked.push(request);
    const route = routes[`${request.method} ${pathname}`];
    const answer = await (typeof route === 'function' ? (route as (request: Asked) => unknown)(request) : route);
    if (answer === undefined) return Response.json({ message: 'no such route' }, { status: 404 });
    return answer instanceof Refused ? Response.json(answer.failure, { status: answer.status }) : Response.json(answer);
  };
  return {
    fetch,
    asked,
    /** Requests to one endpoint, oldest first. */
    to: (endpoint: string) => asked.filter(({ method, path }) => `${method} ${path}` === endpoint),
  };
}

class Refused {
  readonly failure: Failure;
  readonly status: number;
  constructor(failure: Partial<Failure>, status = 400) {
    this.failure = { code: 'internal', params: {}, who: 'operator', reference: 'a1b2c3d4', ...failure };
    this.status = status;
  }
}

export const refused = (failure: Partial<Failure>, status = 400): Refused => new Refused(failure, status);

type Location = 'crm.record.tab' | 'crm.record.sidebar';
export const NOW = new Date('2026-11-23T15:00:00Z');

interface HostOptions {
  locale?: string;
  language?: string;
  objectTypeId?: string;
  refreshSeconds?: number;
}

/** What HubSpot hands the card, on a company in Mexico City's time zone. */
export function hostOf<L extends Location>(
  renderer: Renderer<L>,
  { fetch }: Pick<ReturnType<typeof service>, 'fetch'>,
  { locale = 'en-us', language, objectTypeId = '0-2', refreshSeconds = 3600 }: HostOptions = {},
) {
  const { context, actions } = renderer.mocks;
  const variables = { BACKEND_URL: 'https://puente.example.com', REFRESH_SECONDS: refreshSeconds };
  return {
    context: {
      ...context,
      variables,
      portal: { id: 4711, timezone: 'America/Mexico_City' },
      user: { ...context.user, locale, ...(language === undefined ? {} : { language }) },
      crm: { objectId: 101, objectTypeId },
    },
    actions,
    fetch,
    now: () => NOW,
  };
}

/** Everything a person can read in a tree: text, and the words in props. */
export function wordsOf(node: { toString(): string }): string {
  return node.toString().replace(/\s+/g, ' ');
}

interface Node {
  text?: string | null;
  childNodes?: readonly Node[];
}

/** The text of a node and of all that lies in it; spaces that do not break are like others. */
export const readable = (node: Node): string =>
  node.childNodes?.length ? node.childNodes.map(readable).join('') : (node.text ?? '').replaceAll(/[\u00a0\u202f]/g, ' ');
