import type { B1Fake } from './index.ts';

interface B1Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The body, parsed; `null` where it is no JSON. */
  body: unknown;
}
export type B1Record = Record<string, unknown>;

/** Speaks to the double as a connector must: logs in once, sends both cookies, follows links relative to the service root. */
export class B1Caller {
  cookie = '';
  private readonly root: string;
  private readonly fake: B1Fake;

  constructor(fake: B1Fake, version: 'v1' | 'v2' = 'v2') {
    this.fake = fake;
    this.root = `${fake.url}/b1s/${version}/`;
  }

  async login(changes: { CompanyDB?: string; UserName?: string; Password?: string } = {}): Promise<B1Reply> {
    const { companyDb, user, password } = this.fake.credentials;
    const reply = await this.post('Login', { CompanyDB: companyDb, UserName: user, Password: password, ...changes });
    if (reply.status === 200)
      this.cookie = reply.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; ');
    return reply;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<B1Reply> {
    return this.send('GET', path, undefined, headers);
  }
  post(path: string, body: unknown = {}): Promise<B1Reply> {
    return this.send('POST', path, JSON.stringify(body), { 'content-type': 'application/json' });
  }
  patch(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<B1Reply> {
    return this.send('PATCH', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  /** All pages of a set. */
  async all(path: string, pageSize?: number): Promise<B1Record[]> {
    const rows: B1Record[] = [];
    for (let next: string | null = path; next !== null;) {
      const { status, body, text } = await this.get(next, pageSize === undefined ? {} : { prefer: `odata.maxpagesize=${pageSize}` });
      if (status !== 200) throw new Error(text);
      const page = body as { value: B1Record[]; '@odata.nextLink'?: string; 'odata.nextLink'?: string };
      rows.push(...page.value);
      next = page['@odata.nextLink'] ?? page['odata.nextLink'] ?? null;
    }
    return rows;
  }

  private async send(method: string, path: string, body: string | undefined, headers: Record<string, string>): Promise<B1Reply> {
    const cookie: Record<string, string> = this.cookie ? { cookie: this.cookie } : {};
    const response = await fetch(new URL(path, this.root), {
      method,
      headers: { ...cookie, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
