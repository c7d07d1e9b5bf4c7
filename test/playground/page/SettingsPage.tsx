import { ExtensionView } from './ExtensionView.tsx';
import { useWords } from './words.ts';

export function SettingsPage() {
  const { crumbs } = useWords();
  return (
    <section className="crm-settings">
      <div className="crm-crumbs">{crumbs}</div>
      <div className="crm-card crm-settings-card">
        <ExtensionView location="settings" />
      </div>
    </section>
  );
}
