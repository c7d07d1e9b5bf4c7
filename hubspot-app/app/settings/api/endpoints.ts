import type { Client } from '../common/client.ts';
import type {
  ConnectionCreated,
  ConnectionTest,
  PortalSettings,
  Preview,
  Problems,
  Reviews,
  SettingsOverview,
  StreamView,
} from './types.ts';

/** What an administrator entered into the form of an ERP, by field name. Secrets travel once and are never read back. */
export type Entered = Record<string, string>;

interface NewConnection {
  system: string;
  name: string;
  settings: Entered;
  /** Ids of the companies to include; empty: all. */
  companies: string[];
  /** ISO instant; null: now. */
  goLiveAt: string | null;
}

/** What is left out stays; a blank field of `settings` keeps what is stored. */
export interface ConnectionPatch {
  connectionId: string;
  name?: string;
  companies?: string[];
  goLiveAt?: string;
  settings?: Entered;
  isPaused?: boolean;
}

export type Decision =
  | { connectionId: string; about: 'held_removal'; stream: StreamView['stream']; answer: 'drop' | 'keep' }
  | { connectionId: string; about: 'swapped'; answer: 'same' | 'start_over' };

type HintChange =
  { connectionId: string; answer: 'install'; admin: Entered } | { connectionId: string; answer: 'remove'; admin: Entered | null };

export interface ReviewDecision {
  connectionId: string;
  customerId: string;
  objectType: 'companies' | 'contacts';
  answer: 'link' | 'not_this' | 'ignore';
  /** The HubSpot record meant; null with `ignore`. */
  recordId: string | null;
}

export type Retry = { problemIds: string[] } | { code: string; connectionId: string | null };

interface Done {
  done: true;
}

/** The calls of the settings page: method, path, body, what comes back. */
export interface SettingsApi {
  /** GET /settings/overview */
  overview(): Promise<SettingsOverview>;
  /** GET /settings/preview?connectionId */
  preview(connectionId: string): Promise<Preview>;
  /** GET /settings/problems */
  problems(): Promise<Problems>;
  /** GET /settings/reviews?page */
  reviews(page: number): Promise<Reviews>;
  /** POST /settings/portal — any part of PortalSettings */
  savePortal(patch: Partial<PortalSettings>): Promise<Done>;
  /** POST /settings/connections/test { system, settings } */
  test(system: string, settings: Entered): Promise<ConnectionTest>;
  /** POST /settings/connections NewConnection — a repeat finds the installation connected already */
  connect(connection: NewConnection): Promise<ConnectionCreated>;
  /** POST /settings/connections/update ConnectionPatch */
  update(patch: ConnectionPatch): Promise<Done>;
  /** POST /settings/connections/approve { connectionId } */
  approve(connectionId: string): Promise<Done>;
  /** POST /settings/connections/disconnect { connectionId, clearProperties } */
  disconnect(connectionId: string, clearProperties: boolean): Promise<Done>;
  /** POST /settings/connections/hint HintChange */
  hint(change: HintChange): Promise<Done>;
  /** POST /settings/connections/decide Decision */
  decide(decision: Decision): Promise<Done>;
  /** POST /settings/problems/retry Retry */
  retry(what: Retry): Promise<Done>;
  /** POST /settings/reviews/decide ReviewDecision */
  review(decision: ReviewDecision): Promise<Done>;
  /** POST /settings/properties/retry {} */
  retryProperties(): Promise<Done>;
  /** POST /settings/uninstall {} */
  uninstall(): Promise<Done>;
}

// An ERP is asked while the person waits, and a sleeping one takes its time; the service itself gives up after 25 s.
const ERP_TIMEOUT_MS = 30_000;

export function createSettingsApi(client: Client): SettingsApi {
  const get = <T>(path: string, query = {}) => client.get<T>(`/settings${path}`, query);
  const post = <T>(path: string, body: object, timeoutMs?: number) => client.post<T>(`/settings${path}`, { ...body }, timeoutMs);
  return {
    overview: () => get('/overview'),
    preview: (connectionId) => get('/preview', { connectionId }),
    problems: () => get('/problems'),
    reviews: (page) => get('/reviews', { page }),
    savePortal: (patch) => post('/portal', patch),
    test: (system, settings) => post('/connections/test', { system, settings }, ERP_TIMEOUT_MS),
    connect: (connection) => post('/connections', connection, ERP_TIMEOUT_MS),
    update: (patch) => post('/connections/update', patch, ERP_TIMEOUT_MS),
    approve: (connectionId) => post('/connections/approve', { connectionId }),
    disconnect: (connectionId, clearProperties) => post('/connections/disconnect', { connectionId, clearProperties }),
    hint: (change) => post('/connections/hint', change, ERP_TIMEOUT_MS),
    decide: (decision) => post('/connections/decide', decision, ERP_TIMEOUT_MS),
    retry: (what) => post('/problems/retry', what),
    review: (decision) => post('/reviews/decide', decision),
    retryProperties: () => post('/properties/retry', {}),
    uninstall: () => post('/uninstall', {}),
  };
}
