import type { Fault } from '../../faults.ts';

/** Apache in front of Service Layer, which did not answer it. */
export const PROXY_ERROR: Fault = {
  kind: 'status',
  status: 502,
  body: '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN"><html><head><title>502 Proxy Error</title></head><body><h1>Proxy Error</h1><p>The proxy server received an invalid response from an upstream server.</p></body></html>',
};
/** The node of the ROUTEID cookie is gone. */
export const LOAD_BALANCER_ERROR: Fault = {
  kind: 'status',
  status: 503,
  body: { message: 'node 5 does not exist', sender: 'load balancer' },
};
/** Service Layer lost its company for a moment; seen in the wild with status 500 and code 305. */
export const SWITCH_COMPANY_ERROR: Fault = {
  kind: 'status',
  status: 500,
  body: { error: { code: '305', message: 'Switch company error: -1102' } },
};

const page = (title: string): string => `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
/** A firewall that does not know us. */
export const BLOCKED_PAGE: Fault = { kind: 'status', status: 403, body: page('403 Forbidden') };
/** A web server whose Service Layer is being put in again. */
export const NOT_FOUND_PAGE: Fault = { kind: 'status', status: 404, body: page('404 Not Found') };
/** A gateway that wants somebody to sign in. */
export const SIGN_IN_REDIRECT: Fault = { kind: 'status', status: 302, body: '', headers: { location: 'https://login.example.com/' } };
