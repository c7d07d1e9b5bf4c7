import { atMost, inFigures, seconds, type Figure } from '../bench.ts';
import type { Answers } from '../support/customer-answers.ts';
import { isPhoneMissing, type Firm } from '../support/firms.ts';
import type { Step } from '../support/step-meter.ts';

export interface FirstSync {
  size: number;
  /** Of the ERP's customers. */
  pageSize: number;
  firms: readonly Firm[];
  steps: Readonly<Record<string, Step>>;
  answers: Answers;
}

/** Without a dry run, a trial, or a second look at anything: each page once, a call for each customer made or filled in, full batches. */
interface Least {
  hubspot: number;
  erp: number;
  ms: number;
}

const BATCH_SIZE = 100;
/** How the doubles answer: HubSpot to anything, the ERP to a page and to one record. */
const HUBSPOT_MS = 100;
const ERP_ROW_MS = 70 / 500;
const ERP_RECORD_MS = 5;

function leastOf({ size, pageSize, firms }: FirstSync): Least {
  const count = (isMeant: (firm: Firm) => boolean): number => firms.filter(isMeant).length;
  const toBeMade = count(({ right }) => right === 'create');
  const toBeWritten = toBeMade + count(({ right }) => right === 'link');
  const pages = Math.ceil(size / pageSize);
  const writes = toBeMade + count(isPhoneMissing);
  const hubspot = Math.ceil(size / BATCH_SIZE) + Math.ceil(toBeWritten / BATCH_SIZE);
  return { hubspot, erp: pages + writes, ms: hubspot * HUBSPOT_MS + size * ERP_ROW_MS + writes * ERP_RECORD_MS };
}

export function firstSyncFigures(sync: FirstSync): Figure[] {
  const least = leastOf(sync);
  const all = Object.values(sync.steps);
  const total = (of: keyof Step): number => all.reduce((sum, step) => sum + step[of], 0);
  return [
    ...answerFigures(sync),
    timeFigure(sync, least, total('ms')),
    callsFigure(sync, least, { hubspot: total('hubspot'), erp: total('erp') }),
  ];
}

function answerFigures({ size, firms, answers }: FirstSync): Figure[] {
  const { links, wrongLinks, missedLinks, made, doubled, notMade, asked, toBeAsked } = answers;
  return [
    {
      what: `wrong links, ${inFigures(size)} companies and as many customers`,
      measured: inFigures(wrongLinks),
      ...atMost(wrongLinks, 0),
      details: `of ${inFigures(links)}; ${missedLinks} of ${inFigures(firms.filter(({ right }) => right === 'link').length)} pairs missed; ${asked} of ${toBeAsked} companies that only a person can decide are asked about`,
    },
    {
      what: 'customers made twice',
      measured: inFigures(doubled),
      ...atMost(doubled, 0),
      details: `of ${inFigures(made)} made; ${notMade} not made`,
    },
  ];
}

function timeFigure({ steps }: FirstSync, least: Least, ms: number): Figure {
  return {
    what: 'first sync both ways, of the time that the fewest calls take one after the other',
    measured: inFigures(ms / least.ms),
    details: `${seconds(ms)} against ${seconds(least.ms)}: ${inWords(steps, ({ ms: taken }) => seconds(taken))}`,
  };
}

function callsFigure({ steps }: FirstSync, least: Least, made: Omit<Least, 'ms'>): Figure {
  return {
    what: 'calls of the first sync, of the fewest',
    measured: `HubSpot ${inFigures(made.hubspot / least.hubspot)}, ERP ${inFigures(made.erp / least.erp)}`,
    details: `HubSpot ${inFigures(made.hubspot)} of ${inFigures(least.hubspot)}, ERP ${inFigures(made.erp)} of ${inFigures(least.erp)}: ${inWords(steps, ({ hubspot, erp }) => `${inFigures(hubspot)} and ${inFigures(erp)}`)}`,
  };
}

const inWords = (steps: FirstSync['steps'], say: (step: Step) => string): string =>
  Object.entries(steps)
    .map(([name, step]) => `${name} ${say(step)}`)
    .join(', ');
