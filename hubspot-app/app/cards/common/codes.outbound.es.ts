import type { Explained } from './codes.en.ts';
import type { OUTBOUND_CODES_EN } from './codes.outbound.en.ts';

export const OUTBOUND_CODES_ES: Record<keyof typeof OUTBOUND_CODES_EN, Explained> = {
  'outbound.address_not_allowed': {
    what: '{host} es una dirección de una red privada, a la que Puente no llega.',
    todo: 'Indique la dirección pública del ERP.',
  },
  'outbound.host_not_found': { what: 'No existe un servidor llamado {host}.', todo: 'Revise que la dirección esté bien escrita.' },
  'outbound.connection_refused': {
    what: '{host} no acepta conexiones.',
    todo: 'Revise la dirección y el puerto, y que el cortafuegos deje entrar a Puente.',
  },
  'outbound.timed_out': { what: '{host} no respondió a tiempo.', todo: 'Revise que el ERP esté en marcha e intente de nuevo.' },
  'outbound.certificate_untrusted': {
    what: 'El certificado de {host} no es de una autoridad en la que confiemos.',
    todo: 'Instale un certificado de confianza, o compare la huella con su servidor y acéptela.',
  },
  'outbound.certificate_mismatch': {
    what: '{host} muestra otro certificado que el que usted aceptó.',
    todo: 'Pregunte si se renovó. Compare la huella antes de aceptarlo.',
  },
  'outbound.cut_off': {
    what: 'La conexión con {host} se cortó.',
    todo: 'Intente de nuevo. Si continúa, pregunte a quien administra el servidor del ERP.',
  },
  'outbound.redirected': { what: '{host} nos envía a {location}.', todo: 'Indique la dirección a la que nos envía, si la conoce.' },
  'outbound.https_required': { what: 'Se llegaría a {host} sin cifrado.', todo: 'Indique una dirección que empiece con https://.' },
  'outbound.invalid_address': {
    what: 'Esto no es una dirección web.',
    todo: 'Escríbala como la ve en el navegador: https://erp.example.com.',
  },
  'outbound.credentials_in_address': {
    what: 'La dirección contiene un usuario o una contraseña.',
    todo: 'Deje solo la dirección e indique las credenciales en sus campos.',
  },
  'outbound.not_http': { what: '{host} responde, pero no es un servidor web.', todo: 'Revise el puerto de la dirección.' },
  'outbound.tls_failed': {
    what: 'No se pudo hacer una conexión cifrada con {host}.',
    todo: 'Revise que la dirección empiece con https:// y que el puerto sea correcto.',
  },
  'outbound.too_large': { what: '{host} envió una respuesta demasiado grande.', todo: 'Contacte a soporte.' },
};
