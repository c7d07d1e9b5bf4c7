import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface FieldType {
  name: string;
  type: string;
  fieldType: string;
  options?: { value: string; label: string }[];
  optionsUrl?: string;
}

interface InputField {
  typeDefinition: FieldType;
  supportedValueTypes: string[];
  isRequired: boolean;
}

interface StepLabels {
  actionName: string;
  actionCardContent: string;
  inputFieldLabels: Record<string, string>;
  inputFieldDescriptions: Record<string, string>;
  inputFieldOptionLabels?: Record<string, Record<string, string>>;
  outputFieldLabels: Record<string, string>;
  executionRules: Record<string, string>;
}

/** A custom step of workflows, as our project describes it. */
export interface StepDefinition {
  uid: string;
  config: {
    actionUrl: string;
    objectTypes: string[];
    inputFields: InputField[];
    outputFields: { typeDefinition: FieldType }[];
    executionRules: { labelName: string; conditions: Record<string, string[]> }[];
    labels: Record<string, StepLabels>;
  };
}

/** What our HubSpot project offers to workflows; HubSpot itself reads it from the same files. */
export function projectSteps(): StepDefinition[] {
  const folder = fileURLToPath(new URL('../../../hubspot-app/app/workflow-actions/', import.meta.url));
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('-hsmeta.json')) : [];
  return files.map((name) => JSON.parse(readFileSync(folder + name, 'utf8')) as StepDefinition);
}

const LONGEST_TEXT = 65_000;
const OWN = new Set(['hs_execution_state', 'hs_expiration_duration']);
const STATES = new Set(['SUCCESS', 'FAIL_CONTINUE', 'BLOCK', 'ASYNC']);

/** What is wrong with outputs, by the definition; empty: nothing. */
export function faultsOfOutputs({ config }: StepDefinition, outputs: unknown): string[] {
  if (typeof outputs !== 'object' || outputs === null) return ['outputFields is no object'];
  return Object.entries(outputs).flatMap(([name, value]) => {
    if (typeof value !== 'string') return [`${name} is no text`];
    if (name === 'hs_execution_state') return STATES.has(value) ? [] : [`${name} is ${value}`];
    if (OWN.has(name)) return [];
    const field = config.outputFields.find(({ typeDefinition }) => typeDefinition.name === name)?.typeDefinition;
    return field ? faultOf(field, value) : [`${name} is not declared`];
  });
}

function faultOf({ name, type, options }: FieldType, value: string): string[] {
  const isGood =
    type === 'enumeration'
      ? options!.some((option) => option.value === value)
      : type === 'number'
        ? /^-?\d+(\.\d+)?$/.test(value)
        : type === 'bool'
          ? /^(true|false)$/.test(value)
          : type === 'date'
            ? /^-?\d+$/.test(value) && Number(value) % 86_400_000 === 0
            : value.length <= LONGEST_TEXT;
  return isGood ? [] : [`${name}, a ${type}, is ${value.slice(0, 100)}`];
}

/** What somebody typed in the workflow editor; HubSpot lets nobody save another one. */
export function checkInputs({ config, uid }: StepDefinition, inputs: Readonly<Record<string, string>>): void {
  for (const { typeDefinition, isRequired } of config.inputFields) {
    const value = inputs[typeDefinition.name] ?? '';
    if (value === '' && isRequired) throw new Error(`${uid} needs ${typeDefinition.name}`);
    if (value !== '' && typeDefinition.options && !typeDefinition.options.some((option) => option.value === value))
      throw new Error(`${typeDefinition.name} of ${uid} has no option ${value}`);
  }
  const known = new Set(config.inputFields.map(({ typeDefinition }) => typeDefinition.name));
  for (const name of Object.keys(inputs)) if (!known.has(name)) throw new Error(`${uid} has no input ${name}`);
}

/** What the history of a workflow says of a step: the first rule that fits. */
export function historyText({ config }: StepDefinition, outputs: Readonly<Record<string, string>>): string | null {
  const rule = config.executionRules.find(({ conditions }) =>
    Object.entries(conditions).every(([name, values]) => values.includes(outputs[name] ?? '')),
  );
  const text = rule && config.labels['en']?.executionRules[rule.labelName];
  return text?.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_match, name: string) => outputs[name] ?? '') ?? null;
}

const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const UNITS_MS = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** ISO 8601, as far as HubSpot takes it; null: it is none. */
export function durationMs(text: string): number | null {
  const parts = DURATION.exec(text)?.slice(1);
  if (!parts || parts.every((part) => part === undefined)) return null;
  return parts.reduce((sum, part, index) => sum + Number(part ?? 0) * UNITS_MS[index]!, 0);
}
