import { useEffect, useRef, useState } from 'react';
import type { Property } from '../api.ts';
import { shownValue } from './format.ts';
import { useViewer } from './viewer.ts';
import { statusOf } from './words.ts';

interface PropertiesProps {
  title: string;
  properties: Property[];
  /** Values that change light up. */
  isWatched?: boolean;
}

export const Properties = ({ title, properties, isWatched = false }: PropertiesProps) => (
  <div className="crm-card">
    <h2 className="crm-card-title">{title}</h2>
    <dl className="crm-properties">
      {properties.map((property) => (
        <Row key={property.name} property={property} isWatched={isWatched} />
      ))}
    </dl>
  </div>
);

const FLASH_MS = 4_000;

function Row({ property, isWatched }: { property: Property; isWatched: boolean }) {
  const viewer = useViewer();
  const hasChanged = useFlash(property.value) && isWatched;
  const isStatus = property.name === 'erp_payment_status' && property.value !== null;
  return (
    <div className={`crm-property${hasChanged ? ' crm-flash' : ''}`} data-property={property.name}>
      <dt>{property.label}</dt>
      <dd>
        {isStatus ? (
          <span className={`crm-pill crm-pill-${statusOf(property.value ?? '').tone}`}>{property.shown ?? property.value}</span>
        ) : (
          shownValue(viewer, property)
        )}
      </dd>
    </div>
  );
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
