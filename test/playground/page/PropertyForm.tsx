import { useState, type FormEvent } from 'react';
import type { Answer, CrmEdit, Property, RecordDetail } from '../api.ts';
import { post } from './client.ts';
import { tellEdit } from './edits.ts';
import { PropertyInput } from './PropertyInput.tsx';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

interface PropertyFormProps {
  property: Property;
  record: Pick<RecordDetail, 'type' | 'id'>;
  close(): void;
}

/** Somebody changes one value of a record. */
export function PropertyForm({ property, record, close }: PropertyFormProps) {
  const { person, alert } = useViewer();
  const { form } = useWords();
  const [value, setValue] = useState(property.value ?? '');
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const edit: CrmEdit = { userId: person.id, properties: { [property.name]: value } };
    const answer = await post<Answer>(`records/${record.type}/${record.id}`, edit);
    if (!answer.done) return alert({ type: 'danger', title: form.refused, message: answer.reason });
    close();
    if (record.type !== 'products') tellEdit({ type: record.type, id: record.id });
  };
  return (
    <form
      className="crm-property-form"
      onSubmit={(event) => void save(event)}
      onKeyDown={({ key }) => {
        if (key === 'Escape') close();
      }}
    >
      <PropertyInput property={property} value={value} set={setValue} hasFocus />
      <button type="submit" className="crm-button">
        {form.save}
      </button>
      <button type="button" className="crm-button crm-button-quiet" onClick={close}>
        {form.cancel}
      </button>
    </form>
  );
}
