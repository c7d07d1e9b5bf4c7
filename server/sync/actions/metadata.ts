import type { Language, Words } from '../../hubspot/properties.ts';
import { FIELD_TYPES } from '../../hubspot/properties.ts';
import { OBJECTS } from '../../shared/object-types.ts';
import type { ActionDesign, InputDesign, OutputDesign } from './design.ts';
import { COMMON_OUTPUTS, FAILED } from './words.ts';

const ADDRESS = '${BACKEND_URL}/actions';
const LANGUAGES = ['en', 'es'] as const satisfies readonly Language[];
const FLAG = { type: 'bool', fieldType: 'booleancheckbox' } as const;

/** The file that HubSpot builds a step from. */
export function metadataOf(design: ActionDesign): object {
  const { name, objectTypes, inputs } = design;
  const failures = failuresOf(design);
  return {
    uid: uidOf(design),
    type: 'workflow-action',
    config: {
      actionUrl: `${ADDRESS}/${name}`,
      isPublished: true,
      supportedClients: [{ client: 'WORKFLOWS' }],
      objectTypes: objectTypes.map((type) => OBJECTS[type].singular.toUpperCase()),
      inputFields: Object.entries(inputs).map(([input, given]) => inputField(input, given)),
      outputFields: Object.entries(outputsOf(design)).map(([output, given]) => outputField(output, given)),
      executionRules: failures.map((result) => ({ labelName: result, conditions: { result: [result] } })),
      labels: Object.fromEntries(LANGUAGES.map((language) => [language, labelsIn(design, language)])),
    },
  };
}

/** Another uid would be another step: workflows would keep the old one. */
const uidOf = ({ name }: Pick<ActionDesign, 'name'>): string => `puente_action_${name.replaceAll('-', '_')}`;

/** All that it tells, the three that each has first. */
export const outputsOf = (design: ActionDesign): Record<string, OutputDesign> => {
  const options = Object.fromEntries(Object.entries(design.results).map(([result, { label }]) => [result, label]));
  return {
    result: { ...COMMON_OUTPUTS.result, options },
    reason: COMMON_OUTPUTS.reason,
    erp_number: COMMON_OUTPUTS.erpNumber,
    ...design.outputs,
  };
};

const failuresOf = ({ results }: ActionDesign): string[] =>
  Object.entries(results).flatMap(([result, { isFailure }]) => (isFailure ? [result] : []));

function inputField(name: string, given: InputDesign) {
  return {
    typeDefinition: { name, ...inputType(given) },
    supportedValueTypes: given.format === 'number' ? ['STATIC_VALUE', 'OBJECT_PROPERTY'] : ['STATIC_VALUE'],
    isRequired: given.isRequired ?? false,
  };
}

function inputType(given: InputDesign) {
  if (given.format === 'number') return FIELD_TYPES.number;
  if (given.format === 'list') return { ...FIELD_TYPES.status, optionsUrl: `${ADDRESS}/options/${given.list}` };
  return { ...FIELD_TYPES.status, options: optionsOf(given.options) };
}

function outputField(name: string, { format, options }: OutputDesign) {
  const type = format === 'flag' ? FLAG : FIELD_TYPES[format];
  return { typeDefinition: { name, ...type, ...(options ? { options: optionsOf(options) } : {}) } };
}

const optionsOf = (options: Readonly<Record<string, Words>>) =>
  Object.entries(options).map(([value, label], displayOrder) => ({ value, label: label.en, displayOrder }));

/** HubSpot wants the maps of inputs even where there is none. */
function labelsIn(design: ActionDesign, language: Language) {
  const words = <T extends { label: Words }>(fields: Readonly<Record<string, T>>, part: (field: T) => Words = ({ label }) => label) =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, part(field)[language]]));
  const options = optionLabels(design, language);
  return {
    actionName: design.label[language],
    actionDescription: design.description[language],
    actionCardContent: design.card[language],
    appDisplayName: 'Puente',
    inputFieldLabels: words(design.inputs),
    inputFieldDescriptions: words(design.inputs, ({ description }) => description),
    ...(Object.keys(options).length > 0 ? { inputFieldOptionLabels: options } : {}),
    outputFieldLabels: words(outputsOf(design)),
    executionRules: Object.fromEntries(failuresOf(design).map((result) => [result, `${design.results[result]!.label[language]}${FAILED}`])),
  };
}

const optionLabels = ({ inputs }: ActionDesign, language: Language) =>
  Object.fromEntries(
    Object.entries(inputs).flatMap(([name, input]) =>
      input.format === 'choice'
        ? [[name, Object.fromEntries(Object.entries(input.options).map(([value, label]) => [value, label[language]]))]]
        : [],
    ),
  );
