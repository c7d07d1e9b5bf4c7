import { ExtensionView } from './ExtensionView.tsx';

export const SettingsPage = () => (
  <section className="crm-settings">
    <div className="crm-crumbs">Settings › Connected apps › Puente</div>
    <div className="crm-card crm-settings-card">
      <ExtensionView location="settings" />
    </div>
  </section>
);
