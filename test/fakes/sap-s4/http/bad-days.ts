import type { Fault } from '../../faults.ts';

const page = (title: string, text = ''): string =>
  `<html><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`;

/** The web dispatcher did not reach the application server. */
export const DISPATCHER_ERROR: Fault = { kind: 'status', status: 502, body: page('502 Bad Gateway', 'Connection to partner broken') };
/** A tenant that gets its upgrade. */
export const MAINTENANCE: Fault = { kind: 'status', status: 503, body: page('Service Unavailable', 'The system is being upgraded.') };
/** A short dump. */
export const SHORT_DUMP: Fault = {
  kind: 'status',
  status: 500,
  body: page('500 SAP Internal Server Error', 'ERROR: TIME_OUT (termination: ABEND)'),
};
/** A logon page, with a status as if all were well. */
export const LOGON_PAGE: Fault = { kind: 'status', status: 200, body: page('Logon', 'SAP S/4HANA Cloud') };
/** A gateway that wants somebody to sign in. */
export const SIGN_IN_REDIRECT: Fault = { kind: 'status', status: 302, body: '', headers: { location: 'https://login.example.com/saml2' } };
/** More than anybody wants to hold in memory. */
export const hugePage = (bytes: number): Fault => ({
  kind: 'status',
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: `{"d":{"results":[],"filler":"${'x'.repeat(bytes)}"}}`,
});
