import providers from 'email-providers/all.json' with { type: 'json' };

/** Providers that the list lacks, and internet companies that give their customers an address. */
export const OTHER_PROVIDERS: readonly string[] =
  `tutanota.com tuta.io gmx.ch zohomail.com fastmail.com duck.com ziggo.nl telefonica.net movistar.es ono.com orange.es ya.com euskaltel.net
   infinitum.com.mx yahoo.com.co yahoo.com.pe yahoo.cl hotmail.cl live.cl vtr.net une.net.co etb.net.co cantv.net adinet.com.uy`.split(
    /\s+/,
  );

/** Mail providers whose domain says nothing about the company; never matched alone. */
export const FREE_MAIL_DOMAINS: ReadonlySet<string> = new Set([...providers, ...OTHER_PROVIDERS]);

/** Places where many companies have their page under one domain. */
export const SHARED_HOSTS: ReadonlySet<string> = new Set(
  `facebook.com m.facebook.com fb.com instagram.com linkedin.com x.com twitter.com youtube.com tiktok.com linktr.ee wa.me whatsapp.com
   sites.google.com google.com maps.google.com g.page goo.gl bit.ly mercadolibre.com mercadolibre.com.mx amazon.com etsy.com`.split(/\s+/),
);
