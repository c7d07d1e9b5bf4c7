import { describe, expect, it } from '@jest/globals';
import { CODES_EN } from '../../hubspot-app/app/cards/common/codes.en.ts';
import { CODES_ES } from '../../hubspot-app/app/cards/common/codes.es.ts';
import type { Explained } from '../../hubspot-app/app/cards/common/explain.ts';
import type { Sentence } from '../../hubspot-app/app/cards/common/translate.ts';
import { EN as CARDS_EN } from '../../hubspot-app/app/cards/i18n/en.ts';
import { ES as CARDS_ES } from '../../hubspot-app/app/cards/i18n/es.ts';
import { FORMS } from '../../hubspot-app/app/settings/erp-forms/index.ts';
import { SETTINGS_CODES } from '../../hubspot-app/app/settings/i18n/codes.ts';
import { EN as SETTINGS_EN } from '../../hubspot-app/app/settings/i18n/en.ts';
import { ES as SETTINGS_ES } from '../../hubspot-app/app/settings/i18n/es.ts';
import { BACK_OFFICE_ES } from '../playground/page/back-office.es.ts';
import { sourceFiles } from '../support/source-files.ts';

/** One term for one thing: what is never written in Spanish, and what stands for it. */
const SPANISH: readonly [RegExp, string][] = [
  [/añad|añád/i, 'agregar'],
  [/rellen/i, 'llenar'],
  [/presupuest/i, 'cotización'],
  [/simulacr/i, 'simulación'],
  [/nombre de dominio/i, 'dominio web'],
  [/NIF-IVA|identificador fiscal/i, 'ID fiscal, número de IVA europeo (VAT)'],
  [/\bn\.º/i, 'núm.'],
  [/\b(apartar|aparta|aparte|aparten|apartado) (o liberar )?existencias/i, 'reservar existencias'],
  [/\bcombin(e|en|ar|ó|aron|elos|ínelos)\b/i, 'fusionar'],
  [/entretanto/i, 'mientras tanto'],
  [/correo electrónico/i, 'correo'],
  [/\bflujos?\b(?! de trabajo)/i, 'flujo de trabajo'],
  [/\bvalen? (en cuanto|para)\b/i, 'se aplica'],
  [/se enciende/i, 'se activa'],
  [/(^|[^\d])"/, '«…»'],
  [/\b(ordenador|pinch[ae]|vosotros|vuestr[oa]s?|coste)\b/i, 'the words of Latin America'],
  [/\b(tú|tus?|puedes|debes|quieres|tienes|haz)\b/i, 'usted'],
  [/\bworkflows?\b/i, 'flujo de trabajo'],
  [/closed won/i, 'Cierre ganado'],
  [/\bTomar (el|los) de(l ERP| HubSpot)/, 'Conservar'],
  [/Dejar ambos/, 'Dejar los dos'],
  [/\bRevertir\b|\bRevertido\./, 'Deshacer'],
  [/elementos? de línea/i, 'partida'],
  [/entrega parcial/i, 'Entregado en parte'],
  [/\bla app\b(?! «)/i, 'Puente'],
];

const ENGLISH: readonly [RegExp, string][] = [
  [/\bquote of the ERP\b/i, 'quotation'],
  [/\bsynchroni[sz]/i, 'keep in step'],
  [/\bmirror\b/i, 'our copy of the ERP'],
  [/\bcheckbox\b/i, 'tick'],
  [/\bTake (HubSpot’s|the ERP’s)( for all)?$/, 'Keep'],
  [/^take(n)? back\.?$/i, 'Undo'],
];

type Tree = Readonly<Record<string, Sentence | Explained>>;

const partsOf = (value: Sentence | Explained): string[] => (typeof value === 'string' ? [value] : Object.values(value));

function textsOf(tree: Tree): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) => partsOf(value).map((text): [string, string] => [key, text]));
}

/** What the service itself says to people, in HubSpot's workflows and on its pages. */
const spokenByService = (): [string, string][] =>
  sourceFiles('server').flatMap(({ path, text }) =>
    [...text.matchAll(/\bes: '((?:[^'\\]|\\.)+)'/g)].map(([, said]): [string, string] => [path, said!]),
  );

const SPANISH_TREES = [CARDS_ES, SETTINGS_ES, CODES_ES, SETTINGS_CODES.es, BACK_OFFICE_ES, ...FORMS.map(({ messages }) => messages.es)];
const ENGLISH_TREES = [CARDS_EN, SETTINGS_EN, CODES_EN, SETTINGS_CODES.en, ...FORMS.map(({ messages }) => messages.en)];

describe('the words that people see', () => {
  it('call one thing by one name in Spanish', () => {
    const texts = [...SPANISH_TREES.flatMap((tree) => textsOf(tree)), ...spokenByService()];
    expect(texts.length).toBeGreaterThan(1500);
    const wrong = texts.flatMap(([key, text]) =>
      SPANISH.flatMap(([forbidden, instead]) => (forbidden.test(text) ? [`${key}: ${text} (${instead})`] : [])),
    );
    expect(wrong).toEqual([]);
  });

  it('call one thing by one name in English', () => {
    const texts = ENGLISH_TREES.flatMap((tree) => textsOf(tree));
    const wrong = texts.flatMap(([key, text]) =>
      ENGLISH.flatMap(([forbidden, instead]) => (forbidden.test(text) ? [`${key}: ${text} (${instead})`] : [])),
    );
    expect(wrong).toEqual([]);
  });

  it('have a form for one wherever a thing is counted', () => {
    const plain = [CARDS_ES, SETTINGS_ES, CARDS_EN, SETTINGS_EN].flatMap((tree) =>
      Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' && COUNTED.test(value) ? [`${key}: ${value}`] : [])),
    );
    expect(plain).toEqual([]);
  });

  it('agree with nothing whose gender they do not know', () => {
    const guessed = [CARDS_ES, SETTINGS_ES, CODES_ES, SETTINGS_CODES.es].flatMap((tree) =>
      textsOf(tree).flatMap(([key, text]) => (AGREES.test(text) ? [`${key}: ${text}`] : [])),
    );
    expect(guessed).toEqual([]);
  });
});

/** A number and what it counts, in a sentence of one form. Of what is only said of several ("los 3 a la vez") there is no other. */
const COUNTED =
  /(?<!\b(?:los|las|the|all|primeros|first) )\{count\}[\s\u00a0](?!de\b|of\b|a la vez|at\b|elegid|chosen|son\b|en\b|in\b|como\b|now\b|not\b|left\b|deleted\b)\p{L}/iu;
/** A field, a property or a record of any name, and an adjective that would have to follow it. */
const AGREES =
  /\{(label|property|field)\}»? (?:de este registro )?(?:está|estaba|fue|quedó|queda|quedaba) \p{L}*(?:ado|ido|ada|ida|acío|acía)\b/u;
