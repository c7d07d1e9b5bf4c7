import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from '../server/config.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const GOOD = {
  PUBLIC_URL: 'https://puente.example.com/',
  HUBSPOT_CLIENT_ID: 'client',
  HUBSPOT_CLIENT_SECRET: 'hush-hush',
  ENCRYPTION_KEYS: `2026:${KEY}`,
  DATABASE_URL: 'postgres://app:pw@db.example.com/puente',
};

function problemsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return [...error.problems];
    throw error;
  }
  return [];
}

describe('the environment', () => {
  it('makes a service with defaults for everything that has one', () => {
    expect(loadConfig(GOOD)).toEqual({
      mode: {
        kind: 'service',
        publicUrl: 'https://puente.example.com',
        hubspot: {
          clientId: 'client',
          clientSecret: 'hush-hush',
          apiUrl: 'https://api.hubapi.com',
          authorizeUrl: 'https://app.hubspot.com/oauth/authorize',
        },
        encryptionKeys: [{ id: '2026', key: Buffer.alloc(32, 7) }],
        database: { kind: 'url', url: 'postgres://app:pw@db.example.com/puente' },
      },
      role: 'both',
      port: 3000,
      dataDir: '.data',
      logLevel: 'info',
      allowPrivateAddresses: [],
      metricsToken: null,
      uninstallGraceDays: 30,
      jobConcurrency: 8,
      viesApiUrl: 'https://ec.europa.eu/taxation_customs/vies/rest-api',
    });
  });

  it('makes a playground only when nothing about HubSpot is set', () => {
    expect(loadConfig({ PATH: '/bin', PORT: '4000', HUBSPOT_CLIENT_ID: ' ' })).toMatchObject({ mode: { kind: 'playground' }, port: 4000 });
    expect(problemsOf({ HUBSPOT_API_URL: 'https://api.hubapi.com' })).not.toEqual([]);
  });

  it('names every bad variable at once, says how to make a good one, and shows no value', () => {
    const problems = problemsOf({
      ...GOOD,
      PUBLIC_URL: 'http://puente.example.com',
      HUBSPOT_CLIENT_SECRET: '',
      HUBSPOT_API_URL: 'api.hubapi.com',
      ENCRYPTION_KEYS: '2026:too-short',
      DATABASE_URL: 'mysql://hush',
      PORT: '70000',
      ROLE: 'all',
      LOG_LEVEL: 'loud',
      ALLOW_PRIVATE_ADDRESSES: '10.0.0.0/8,10.0.0.0/33',
      UNINSTALL_GRACE_DAYS: '-1',
      JOB_CONCURRENCY: 'many',
      VIES_API_URL: 'ec.europa.eu',
    });
    expect(problems.map((problem) => problem.split(/[ :]/)[0]).sort()).toEqual([
      'ALLOW_PRIVATE_ADDRESSES',
      'DATABASE_URL',
      'ENCRYPTION_KEYS',
      'HUBSPOT_API_URL',
      'HUBSPOT_CLIENT_SECRET',
      'JOB_CONCURRENCY',
      'LOG_LEVEL',
      'PORT',
      'PUBLIC_URL',
      'ROLE',
      'UNINSTALL_GRACE_DAYS',
      'VIES_API_URL',
    ]);
    const text = problems.join('\n');
    expect(text).toContain('HUBSPOT_CLIENT_SECRET (not set): must be the client secret');
    expect(text).toContain('openssl rand -base64 32');
    expect(text).not.toMatch(/hush|too-short/);
  });

  it('names everything that is missing when only one HubSpot variable is set', () => {
    expect(problemsOf({ HUBSPOT_CLIENT_ID: 'client' }).map((problem) => problem.split(/[ :]/)[0])).toEqual([
      'PUBLIC_URL',
      'HUBSPOT_CLIENT_SECRET',
      'ENCRYPTION_KEYS',
      'DATABASE_URL',
    ]);
  });

  it('refuses real credentials on the embedded database unless that is wanted', () => {
    const { DATABASE_URL: _left, ...withoutDatabase } = GOOD;
    expect(problemsOf(withoutDatabase)).toEqual([expect.stringContaining('USE_EMBEDDED_DATABASE=true')]);
    expect(loadConfig({ ...withoutDatabase, USE_EMBEDDED_DATABASE: 'true' }).mode).toMatchObject({ database: { kind: 'embedded' } });
  });

  it('allows plain HTTP for localhost alone', () => {
    expect(problemsOf({ ...GOOD, PUBLIC_URL: 'http://localhost:3000' })).toEqual([]);
    expect(problemsOf({ ...GOOD, PUBLIC_URL: 'http://localhost.example.com' })).toHaveLength(1);
  });

  it('refuses a public address with more than a host, because the install and the cards come to its root', () => {
    for (const more of ['/puente', '?x=1', '#top']) {
      expect(problemsOf({ ...GOOD, PUBLIC_URL: `https://puente.example.com${more}` })).toEqual([expect.stringContaining('without a path')]);
    }
    expect(problemsOf({ ...GOOD, PUBLIC_URL: 'https://user:hush@puente.example.com' })).toHaveLength(1);
  });

  it('takes several keys, the first for encrypting, and refuses two of one name', () => {
    const { mode } = loadConfig({ ...GOOD, ENCRYPTION_KEYS: `new:${KEY}, old:${KEY}` });
    expect(mode.kind === 'service' && mode.encryptionKeys.map(({ id }) => id)).toEqual(['new', 'old']);
    expect(problemsOf({ ...GOOD, ENCRYPTION_KEYS: `a:${KEY},a:${KEY}` })).toHaveLength(1);
  });

  it('takes networks and the star for private addresses', () => {
    expect(loadConfig({ ALLOW_PRIVATE_ADDRESSES: '10.1.0.0/16, fd00::/8,192.168.1.5' }).allowPrivateAddresses).toEqual([
      '10.1.0.0/16',
      'fd00::/8',
      '192.168.1.5',
    ]);
    expect(loadConfig({ ALLOW_PRIVATE_ADDRESSES: '*' }).allowPrivateAddresses).toEqual(['*']);
  });
});
