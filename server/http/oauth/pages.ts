import type { Request, Response } from 'express';
import type { PortalId } from '../../shared/ids.ts';

type Language = 'en' | 'es';
type PageName = 'installed' | 'installed_for_others' | 'cancelled' | 'no_state' | 'failed' | 'too_many';
interface PageText {
  title: string;
  text: string;
  steps?: string[];
  action: string;
}

const TEXTS: Readonly<Record<Language, Record<PageName, PageText>>> = {
  en: {
    installed: {
      title: 'Puente is installed',
      text: 'Nothing is written to your records yet: you will see a preview first.',
      steps: [
        'In HubSpot, open Settings → Integrations → Connected apps → Puente → Settings.',
        'Connect your ERP and test the connection.',
        'Look at the preview and approve it.',
        'Add the cards to your company, contact and deal pages: Customize record → Add cards → Card library → Puente.',
      ],
      action: 'Open connected apps',
    },
    installed_for_others: {
      title: 'Puente is installed again',
      text: 'Everything goes on as it was set up. You are not one of its administrators yet: one of them can name you under Settings → Rules. If none of them is left, a HubSpot super admin installs Puente again.',
      action: 'Open connected apps',
    },
    cancelled: { title: 'Not installed', text: 'HubSpot was not allowed to connect Puente. Nothing has changed.', action: 'Start again' },
    no_state: {
      title: 'The install could not be completed',
      text: 'Your browser did not show that the install began here. Allow cookies for this address, close other install tabs, and start again.',
      action: 'Start again',
    },
    too_many: {
      title: 'Too many installs at once',
      text: 'Many installs were begun from your network in a short time. Wait a minute and start again.',
      action: 'Start again',
    },
    failed: {
      title: 'The install could not be completed',
      text: 'Nothing has changed. Wait a minute and start again.',
      action: 'Start again',
    },
  },
  es: {
    installed: {
      title: 'Puente está instalado',
      text: 'Todavía no se escribe nada en sus registros: primero verá una vista previa.',
      steps: [
        'En HubSpot, abra Configuración → Integraciones → Aplicaciones conectadas → Puente → Configuración.',
        'Conecte su ERP y pruebe la conexión.',
        'Revise la vista previa y apruébela.',
        'Agregue las tarjetas a sus páginas de empresa, contacto y negocio: Personalizar registro → Agregar tarjetas → Biblioteca → Puente.',
      ],
      action: 'Abrir aplicaciones conectadas',
    },
    installed_for_others: {
      title: 'Puente está instalado de nuevo',
      text: 'Todo sigue como estaba configurado. Usted todavía no es uno de sus administradores: uno de ellos puede nombrarlo en Configuración → Reglas. Si ya no queda ninguno, un superadministrador de HubSpot instala Puente de nuevo.',
      action: 'Abrir aplicaciones conectadas',
    },
    cancelled: { title: 'No se instaló', text: 'No se permitió a HubSpot conectar Puente. Nada ha cambiado.', action: 'Empezar de nuevo' },
    no_state: {
      title: 'No se pudo completar la instalación',
      text: 'Su navegador no mostró que la instalación empezó aquí. Permita las cookies de esta dirección, cierre otras pestañas de instalación y empiece de nuevo.',
      action: 'Empezar de nuevo',
    },
    too_many: {
      title: 'Demasiadas instalaciones a la vez',
      text: 'Desde su red se empezaron muchas instalaciones en poco tiempo. Espere un minuto y empiece de nuevo.',
      action: 'Empezar de nuevo',
    },
    failed: {
      title: 'No se pudo completar la instalación',
      text: 'Nada ha cambiado. Espere un minuto y empiece de nuevo.',
      action: 'Empezar de nuevo',
    },
  },
};

/** What the browser prefers; becomes the language of our property labels too. */
export function languageOf(req: Request): Language {
  return req.acceptsLanguages('en', 'es') === 'es' ? 'es' : 'en';
}

export function sendPage(
  res: Response,
  status: number,
  { language, name, installed }: { language: Language; name: PageName; installed?: { portalId: PortalId; authorizeUrl: string } },
): void {
  const { title, text, steps = [], action } = TEXTS[language][name];
  // The page after login lives on the same host as the authorize page.
  const target = installed
    ? `${new URL(installed.authorizeUrl).origin}/integrations-settings/${installed.portalId}/installed`
    : '/oauth/install';
  const list = steps.length === 0 ? '' : `<ol>${steps.map((step) => `<li>${escape(step)}</li>`).join('')}</ol>`;
  res.status(status);
  res.set({
    'Cache-Control': 'no-store',
    // The address carries the code; nothing on this page may pass it on.
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  });
  res.type('html').send(`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escape(title)}</h1><p>${escape(text)}</p>${list}<p><a href="${escape(target)}">${escape(action)}</a></p></main></body>
</html>`);
}

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;color:#33475b;background:#f5f8fa;margin:0}main{max-width:34rem;margin:10vh auto;padding:2rem;background:#fff;border-radius:6px}h1{font-size:1.4rem;margin-top:0}li{margin:.4rem 0}a{color:#00788a}';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
