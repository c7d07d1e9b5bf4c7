/** Mail providers whose domain says nothing about the company; never matched alone. */
export const FREE_MAIL_DOMAINS: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com outlook.es outlook.de outlook.fr outlook.it outlook.com.br hotmail.com hotmail.es hotmail.fr
   hotmail.it hotmail.de hotmail.co.uk hotmail.com.mx hotmail.com.ar live.com live.com.mx live.com.ar live.nl live.fr live.it live.co.uk
   msn.com yahoo.com yahoo.es yahoo.com.mx yahoo.com.ar yahoo.com.br yahoo.co.uk yahoo.fr yahoo.de yahoo.it yahoo.co.in ymail.com
   rocketmail.com aol.com icloud.com me.com mac.com proton.me protonmail.com pm.me tutanota.com tuta.io gmx.com gmx.de gmx.net gmx.at
   gmx.ch web.de t-online.de freenet.de mail.com mail.ru yandex.com yandex.ru zoho.com zohomail.com fastmail.com hey.com duck.com
   qq.com 163.com 126.com sina.com naver.com rediffmail.com orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it
   tiscali.it alice.it tin.it telefonica.net terra.com terra.es ono.com movistar.es prodigy.net.mx infinitum.com.mx uol.com.br bol.com.br
   ig.com.br terra.com.br sapo.pt ziggo.nl kpnmail.nl telenet.be skynet.be bluewin.ch comcast.net verizon.net att.net sbcglobal.net
   bellsouth.net cox.net charter.net btinternet.com sky.com virginmedia.com`.split(/\s+/),
);

/** Places where many companies have their page under one domain. */
export const SHARED_HOSTS: ReadonlySet<string> = new Set(
  `facebook.com m.facebook.com fb.com instagram.com linkedin.com x.com twitter.com youtube.com tiktok.com linktr.ee wa.me whatsapp.com
   sites.google.com google.com maps.google.com g.page goo.gl bit.ly mercadolibre.com mercadolibre.com.mx amazon.com etsy.com`.split(/\s+/),
);
