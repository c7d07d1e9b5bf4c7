import { randomUUID } from 'node:crypto';
import { invalidSession, noDatabase, noLicence, userLocked, wrongPassword } from '../errors.ts';
import type { PatchLevel } from '../schema.ts';
import type { CompanyStore } from '../store.ts';

interface SessionOptions {
  now: () => Date;
  patchLevel: PatchLevel;
  timeoutMinutes: number;
  maxSessions: number;
  /** Wrong passwords in a row after which the user is locked. */
  lockAfter: number;
}

interface Session {
  company: string;
  lastUsed: number;
}

export interface LoginBody {
  CompanyDB?: unknown;
  UserName?: unknown;
  Password?: unknown;
}

/** Who is logged in. A session ends after some minutes without a call. */
export class Sessions {
  readonly credentials = { user: 'puente', password: 'b1-Secret' };
  hasLicence = true;
  isLocked = false;
  /** Logins that are refused until the server has started. */
  refusedWhileStarting = 0;
  /** Logins so far, refused ones included. */
  attempts = 0;
  private failures = 0;
  private readonly open = new Map<string, Session>();
  private readonly options: SessionOptions;
  private readonly companies: ReadonlyMap<string, CompanyStore>;

  constructor(options: SessionOptions, companies: ReadonlyMap<string, CompanyStore>) {
    this.options = options;
    this.companies = companies;
  }

  get count(): number {
    this.dropIdle();
    return this.open.size;
  }

  login({ CompanyDB, UserName, Password }: LoginBody): string {
    this.attempts++;
    if (this.refusedWhileStarting > 0) {
      this.refusedWhileStarting--;
      throw noDatabase();
    }
    if (typeof CompanyDB !== 'string' || !this.companies.has(CompanyDB)) throw noDatabase();
    if (this.isLocked) throw userLocked();
    if (UserName !== this.credentials.user || Password !== this.credentials.password) this.refusePassword();
    this.failures = 0;
    if (!this.hasLicence || this.count >= this.options.maxSessions) throw noLicence();
    const id = randomUUID();
    this.open.set(id, { company: CompanyDB, lastUsed: this.options.now().getTime() });
    return id;
  }

  logout(id: string | undefined): void {
    this.companyOf(id);
    this.open.delete(id ?? '');
  }

  companyOf(id: string | undefined): CompanyStore {
    this.dropIdle();
    const session = this.open.get(id ?? '');
    const company = this.companies.get(session?.company ?? '');
    if (!session || !company) throw invalidSession();
    session.lastUsed = this.options.now().getTime();
    return company;
  }

  expireAll(): void {
    this.open.clear();
  }

  private refusePassword(): never {
    this.failures++;
    if (this.failures >= this.options.lockAfter) this.isLocked = true;
    throw this.options.patchLevel === 'old' ? noDatabase() : wrongPassword();
  }

  private dropIdle(): void {
    const oldest = this.options.now().getTime() - this.options.timeoutMinutes * 60_000;
    for (const [id, { lastUsed }] of this.open) if (lastUsed <= oldest) this.open.delete(id);
  }
}
