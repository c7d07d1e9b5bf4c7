import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import { ReconnectError } from '../shared/errors.ts';
import type { AddressPolicy } from './addresses.ts';

const CONNECT_TIMEOUT_MS = 15_000;

/**
 * Connections are checked when they are made, against the very address they go to: a name that resolves differently a second later
 * (DNS rebinding) gains nothing. With a pinned certificate that one certificate is accepted and no other.
 */
export function createAgent(policy: AddressPolicy, pinnedCertificate: string | null): Agent {
  const secure = connector(policy, true);
  const plain = connector(policy, false);
  const connect: buildConnector.connector = (options, callback) => {
    const isSecure = options.protocol === 'https:';
    const host = options.hostname.replace(/^\[|\]$/g, '');
    // Names are checked while they are looked up; a plain address is never looked up.
    if (isIP(host) !== 0 && !mayReach(policy, isSecure, host)) return callback(refuse(policy, host, [host]), null);
    (isSecure ? secure : plain)(options, (error, socket) => {
      if (error) return callback(error, null);
      const refusal = isSecure ? refuseCertificate(socket as TLSSocket, host, pinnedCertificate) : null;
      if (refusal === null) return callback(null, socket);
      socket.destroy();
      callback(refusal, null);
    });
  };
  // Our own time-out covers the whole call.
  return new Agent({ connect, headersTimeout: 0, bodyTimeout: 0 });
}

function connector(policy: AddressPolicy, isSecure: boolean): buildConnector.connector {
  return buildConnector({
    timeout: CONNECT_TIMEOUT_MS,
    lookup: checkedLookup(policy, isSecure),
    // The verdict is taken in refuseCertificate, which can say which certificate it was.
    rejectUnauthorized: false,
    // A resumed session shows no certificate, and Node does not compare the host's name again: refused once, it would be taken the next time.
    maxCachedSessions: 0,
  });
}

/** Without encryption only inside networks the operator named. */
function mayReach(policy: AddressPolicy, isSecure: boolean, address: string): boolean {
  return isSecure ? policy.allows(address) : policy.isOperatorsOwn(address);
}

function checkedLookup(policy: AddressPolicy, isSecure: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const addresses = found.filter(({ address }) => mayReach(policy, isSecure, address));
      const first = addresses[0];
      if (!first)
        callback(
          refuse(
            policy,
            hostname,
            found.map(({ address }) => address),
          ),
          [],
        );
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function refuse(policy: AddressPolicy, host: string, addresses: readonly string[]): ReconnectError {
  if (addresses.some((address) => policy.allows(address))) {
    return new ReconnectError(`${host} would be reached without encryption.`, {
      code: 'outbound.https_required',
      params: { host },
      help: 'Use https://. Plain http:// is for networks named in ALLOW_PRIVATE_ADDRESSES.',
    });
  }
  return new ReconnectError(`${host} is in a private network.`, {
    code: 'outbound.address_not_allowed',
    params: { host },
    help: 'Use the public address of the ERP, or let the operator name the network in ALLOW_PRIVATE_ADDRESSES.',
  });
}

function refuseCertificate(socket: TLSSocket, host: string, pinned: string | null): ReconnectError | null {
  if (pinned === null && socket.authorized) return null;
  const certificate = socket.getPeerCertificate();
  if (pinned !== null && certificate.fingerprint256 === pinned) return null;
  const params = {
    host,
    fingerprint: certificate.fingerprint256 ?? '',
    subject: nameOf(certificate.subject?.CN) ?? nameOf(certificate.subject?.O) ?? '',
    validTo: certificate.valid_to ?? '',
    reason: String(socket.authorizationError ?? ''),
  };
  return pinned === null
    ? new ReconnectError(`The certificate of ${host} is not trusted (${params.reason}).`, {
        code: 'outbound.certificate_untrusted',
        params,
        help: 'Install a certificate of a public authority, or accept this one by its fingerprint.',
      })
    : new ReconnectError(`${host} shows another certificate than the one accepted.`, {
        code: 'outbound.certificate_mismatch',
        params,
        help: 'Somebody renewed the certificate, or somebody listens in. Compare the fingerprint before accepting it.',
      });
}

const nameOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
