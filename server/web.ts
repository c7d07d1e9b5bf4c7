import express, { type Express, type RequestHandler } from 'express';
import { actionRoutes } from './http/actions/index.ts';
import { cardRoutes } from './http/cards/index.ts';
import { plainAddress, safeHeaders } from './http/every-request.ts';
import { answerFailures } from './http/failures.ts';
import { oauthRouter } from './http/oauth/router.ts';
import { health } from './http/operation/health.ts';
import { metricsPage } from './http/operation/metrics.ts';
import { ready } from './http/operation/ready.ts';
import { settingsRoutes } from './http/settings/index.ts';
import { signedByHubSpot, verifiedBody, verifiedStep } from './http/signature.ts';
import { erpHints } from './http/webhooks/erp-hint.ts';
import { hubspotWebhooks } from './http/webhooks/hubspot.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Parts } from './parts.ts';

interface WebOptions {
  metrics: Metrics;
  /** True from the moment the process was asked to stop. */
  isStopping(): boolean;
  /** Called for each card that somebody waits for. */
  noteCard(): void;
}

/** What is answered over HTTP. A process that only works answers for its health, readiness and metrics. */
export function createWeb(parts: Parts, { metrics, isStopping, noteCard }: WebOptions): Express {
  const { config, db, log, now, publicUrl } = parts;
  const web = express().disable('x-powered-by').set('trust proxy', 1);
  web.use(safeHeaders, plainAddress);
  web.get('/health', health());
  web.get('/ready', ready({ db, isStopping }));
  web.get('/metrics', metricsPage({ metrics, token: config.metricsToken }));
  if (config.role !== 'worker') {
    const signature = { clientSecret: config.mode.hubspot.clientSecret, publicUrl, now, log };
    const signed = signedByHubSpot(signature);
    web.use('/oauth', oauthRouter({ ...parts, ...config.mode.hubspot }));
    web.post('/webhooks/hubspot', verifiedBody(signature), hubspotWebhooks(parts));
    web.use('/actions', verifiedStep(signature), actionRoutes(parts));
    web.post('/erp-hints/:token', erpHints(parts));
    const noted: RequestHandler = (_req, _res, next) => (noteCard(), next());
    web.use('/cards', signed, noted, cardRoutes(parts));
    web.use('/settings', signed, settingsRoutes(parts));
  }
  web.use(answerFailures(log));
  return web;
}
