/** Sentences about reaching an address in the network. `satisfies` stands where they join the others. */
export const OUTBOUND_CODES_EN = {
  'outbound.address_not_allowed': {
    what: '{host} is an address inside a private network, which Puente cannot reach.',
    todo: 'Enter the public address of the ERP.',
  },
  'outbound.host_not_found': { what: 'There is no server named {host}.', todo: 'Check the address for a typing mistake.' },
  'outbound.connection_refused': {
    what: '{host} does not accept connections.',
    todo: 'Check the address and the port, and that a firewall lets Puente in.',
  },
  'outbound.timed_out': { what: '{host} did not answer in time.', todo: 'Check that the ERP is running and try again.' },
  'outbound.certificate_untrusted': {
    what: 'The certificate of {host} is not from an authority we trust.',
    todo: 'Install a trusted certificate, or compare the fingerprint with your server and accept it.',
  },
  'outbound.certificate_mismatch': {
    what: '{host} shows another certificate than the one you accepted.',
    todo: 'Ask whether it was renewed. Compare the fingerprint before you accept it.',
  },
  'outbound.cut_off': { what: 'The connection to {host} was cut off.', todo: 'Try again. If it stays, ask whoever runs the ERP server.' },
  'outbound.redirected': { what: '{host} sends us on to {location}.', todo: 'Enter the address it sends us to, if you know it.' },
  'outbound.https_required': { what: '{host} would be reached without encryption.', todo: 'Enter an address that begins with https://.' },
  'outbound.invalid_address': {
    what: 'This is not a web address.',
    todo: 'Enter it as you see it in the browser: https://erp.example.com.',
  },
  'outbound.credentials_in_address': {
    what: 'The address contains a user name or password.',
    todo: 'Leave only the address there, and enter the credentials in their own fields.',
  },
  'outbound.not_http': { what: '{host} answers, but it is not a web server.', todo: 'Check the port in the address.' },
  'outbound.tls_failed': {
    what: 'No encrypted connection to {host} could be made.',
    todo: 'Check that the address begins with https:// and that the port is right.',
  },
  'outbound.too_large': { what: '{host} sent an answer that is far too large.', todo: 'Contact support.' },
};
