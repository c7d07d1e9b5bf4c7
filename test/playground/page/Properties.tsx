import { useEffect, useRef, useState } from 'react';
import type { Property, RecordDetail } from '../api.ts';
import { shownValue } from './format.ts';
import { choiceOf, labelOf, optionOf } from './labels.ts';
import { PropertyForm } from './PropertyForm.tsx';
import { useViewer } from './viewer.ts';
import { statusOf, useWords } from './words.ts';

interface PropertiesProps {
  title: string;
  properties: Property[];
  record: RecordDetail;
}

/** Values that change light up; those of people are edited where they stand. */
export const Properties = ({ title, properties, record }: PropertiesProps) => (
  <div className="crm-card">
    <h2 className="crm-card-title">{title}</h2>
    <PropertyRows properties={properties} record={record} />
  </div>
);

export const PropertyRows = ({ properties, record }: Omit<PropertiesProps, 'title'>) => (
  <dl className="crm-properties">
    {properties.map((property) => (
      <Row key={property.name} property={property} record={record} />
    ))}
  </dl>
);

const FLASH_MS = 4_000;

function Row({ property, record }: Pick<PropertiesProps, 'record'> & { property: Property }) {
  const { form } = useWords();
  const { language } = useViewer();
  const label = labelOf(language, property);
  const hasChanged = useFlash(property.value);
  const [isEditing, setEditing] = useState(false);
  return (
    <div className={`crm-property${hasChanged ? ' crm-flash' : ''}`} data-property={property.name}>
      <dt>{label}</dt>
      <dd>
        {isEditing ? (
          <PropertyForm property={property} record={record} close={() => setEditing(false)} />
        ) : (
          <>
            <Value property={property} />
            {property.isEditable ? (
              <button type="button" className="crm-edit" aria-label={form.editOf(label)} onClick={() => setEditing(true)}>
                {form.edit}
              </button>
            ) : null}
          </>
        )}
      </dd>
    </div>
  );
}

function Value({ property }: { property: Property }) {
  const viewer = useViewer();
  const words = useWords();
  const { name, value } = property;
  const own = value === null || property.shown === null ? null : choiceOf(viewer.language, name, { value, label: property.shown });
  const shown = optionOf(viewer.language, name, value) ?? own;
  if (name !== 'erp_payment_status' || value === null) return <span>{shownValue(viewer, { ...property, shown })}</span>;
  return <span className={`crm-pill crm-pill-${statusOf(words, value).tone}`}>{shown ?? value}</span>;
}

/** True for a while after the value became another one. */
function useFlash(value: string | null): boolean {
  const before = useRef(value);
  const [isLit, setLit] = useState(false);
  useEffect(() => {
    if (before.current === value) return undefined;
    before.current = value;
    setLit(true);
    const timer = setTimeout(() => setLit(false), FLASH_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return isLit;
}
