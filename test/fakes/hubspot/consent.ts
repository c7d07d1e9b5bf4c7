import type { Installs } from './installs.ts';
import type { Portal } from './portal.ts';

export interface ConsentDeps {
  clientId: string;
  /** When set, any other redirect address is refused, as HubSpot does. */
  redirectUrls?: readonly string[];
  installs: Installs;
  portals(): Portal[];
}

export interface ConsentOptions {
  /** Needed when there are several. */
  portalId?: number;
  /** Default: the portal's administrator. */
  userId?: number;
  /** The user turns back. */
  denies?: boolean;
}

/** What the user sees instead of the consent page. */
export class ConsentRefused extends Error {}

/** The user agrees: the address the browser is sent to. */
export function consentTo(deps: ConsentDeps, authorizeUrl: string, options: ConsentOptions = {}): string {
  const { searchParams } = new URL(authorizeUrl);
  const redirect = checkedRedirect(deps, searchParams);
  const state = searchParams.get('state');
  if (state !== null) redirect.searchParams.set('state', state);
  if (options.denies) {
    redirect.searchParams.set('error', 'access_denied');
    redirect.searchParams.set('error_description', 'The user denied the request.');
    return redirect.href;
  }
  const portal = chosenPortal(deps, options.portalId);
  const person = portal.people.find(({ userId }) => userId === options.userId) ?? portal.admin;
  const scopes = grantedScopes(portal, searchParams);
  const grant = { portalId: portal.id, userId: person.userId, userEmail: person.email, scopes };
  redirect.searchParams.set('code', deps.installs.createCode(grant, searchParams.get('redirect_uri') ?? ''));
  return redirect.href;
}

function checkedRedirect({ clientId, redirectUrls }: ConsentDeps, asked: URLSearchParams): URL {
  if (asked.get('client_id') !== clientId) throw new ConsentRefused('There is no app with this client id.');
  const address = asked.get('redirect_uri') ?? '';
  if (!URL.canParse(address) || (redirectUrls && !redirectUrls.includes(address))) {
    throw new ConsentRefused("The redirect URL does not match the app's settings.");
  }
  if (words(asked.get('scope')).length === 0) throw new ConsentRefused('The app asks for no scopes.');
  return new URL(address);
}

function chosenPortal({ portals }: ConsentDeps, portalId: number | undefined): Portal {
  const all = portals();
  const chosen = portalId === undefined && all.length === 1 ? all[0] : all.find(({ id }) => id === portalId);
  if (!chosen) throw new ConsentRefused('Choose an account.');
  return chosen;
}

/** Free accounts have none of what is only wanted. */
function grantedScopes({ account }: Portal, asked: URLSearchParams): string[] {
  const optional = account.tier === 'free' ? [] : words(asked.get('optional_scope'));
  return [...new Set([...words(asked.get('scope')), ...optional])];
}

const words = (text: string | null): string[] => (text ?? '').split(/[\s]+/).filter(Boolean);

/** The consent page: one button for each portal. */
export function consentPage(deps: ConsentDeps, address: URL): string {
  checkedRedirect(deps, address.searchParams);
  const fields = [...address.searchParams].filter(([name]) => name !== 'portalId' && name !== 'auto');
  const hidden = fields.map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`).join('');
  const buttons = deps
    .portals()
    .map(({ id, admin }) => `<p><button name="portalId" value="${id}">Connect account ${id} (${escape(admin.email)})</button></p>`)
    .join('');
  const scopes = words(address.searchParams.get('scope')).map((scope) => `<li>${escape(scope)}</li>`);
  return `<!doctype html><html lang="en"><title>Connect app</title><body style="font-family: sans-serif; max-width: 32rem; margin: 4rem auto">
<h1>Connect app to HubSpot</h1><p>This is a double of HubSpot. The app asks for:</p><ul>${scopes.join('')}</ul>
<form method="get" action="/oauth/authorize">${hidden}<input type="hidden" name="auto" value="1">${buttons}</form></body></html>`;
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
