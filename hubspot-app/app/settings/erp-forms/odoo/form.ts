import type { ErpForm } from '../form.ts';
import { EN, ES } from './messages.ts';

export const ODOO: ErpForm = {
  system: 'odoo',
  name: 'Odoo',
  fields: [
    {
      name: 'url',
      type: 'text',
      isRequired: true,
      isDestination: true,
      placeholder: { en: 'https://mycompany.odoo.com', es: 'https://miempresa.odoo.com' },
      label: { en: 'Address', es: 'Dirección' },
      help: {
        en: 'What you see in the browser when you work in Odoo, without what follows the domain.',
        es: 'Lo que ve en el navegador cuando trabaja en Odoo, sin lo que sigue al dominio.',
      },
    },
    {
      name: 'database',
      type: 'text',
      isRequired: false,
      isDestination: true,
      placeholder: { en: 'mycompany', es: 'miempresa' },
      label: { en: 'Database', es: 'Base de datos' },
      help: {
        en: 'On Odoo Online it is the first part of the address. Leave it empty where the server has one database only.',
        es: 'En Odoo Online es la primera parte de la dirección. Déjela vacía si el servidor tiene una sola base de datos.',
      },
    },
    {
      name: 'login',
      type: 'text',
      isRequired: false,
      placeholder: { en: 'puente@mycompany.com', es: 'puente@miempresa.com' },
      label: { en: 'User', es: 'Usuario' },
      help: {
        en: 'E-mail of an Odoo user created only for Puente, with the right to read invoices, payments and contacts. For orders also "Sales: User: All Documents"; to create customers also "Contact Creation". From Odoo 19 on you can leave it empty.',
        es: 'Correo de un usuario de Odoo creado solo para Puente, con permiso de leer facturas, pagos y contactos. Para pedidos, también «Ventas: Usuario: todos los documentos»; para crear clientes, también «Creación de contactos». Desde Odoo 19 puede dejarlo vacío.',
      },
    },
    {
      name: 'apiKey',
      type: 'password',
      isRequired: true,
      label: { en: 'API key', es: 'Clave API' },
      help: {
        en: 'Signed in as that user: My Profile → Account Security → New API Key. It is stored encrypted and never shown again.',
        es: 'Con ese usuario: Mi perfil → Seguridad de la cuenta → Nueva clave API. Se guarda cifrada y no se vuelve a mostrar.',
      },
    },
    {
      name: 'keyExpiresOn',
      type: 'date',
      isRequired: false,
      label: { en: 'The key expires on', es: 'La clave vence el' },
      help: {
        en: 'From Odoo 18 on, most keys last at most 90 days. Enter the date and we remind you two weeks before.',
        es: 'Desde Odoo 18 la mayoría de las claves dura 90 días como máximo. Si indica la fecha, le avisamos dos semanas antes.',
      },
    },
  ],
  adminFields: [
    {
      name: 'login',
      type: 'text',
      isRequired: true,
      label: { en: 'Odoo administrator', es: 'Administrador de Odoo' },
      help: {
        en: 'E-mail of a user with the right "Administration: Settings".',
        es: 'Correo de un usuario con el permiso «Administración: Ajustes».',
      },
    },
    {
      name: 'apiKey',
      type: 'password',
      isRequired: true,
      label: { en: 'API key of the administrator', es: 'Clave API del administrador' },
      help: {
        en: 'Used once to create the automation rules, not stored. You can delete the key in Odoo right afterwards.',
        es: 'Se usa una vez para crear las reglas de automatización, no se guarda. Puede eliminar la clave en Odoo enseguida.',
      },
    },
  ],
  hintSteps: {
    en: [
      'In Odoo 17 or later, install the app "Automation Rules" and open Settings → Technical → Automation Rules.',
      'Create a rule on the model "Journal Entry" (account.move) with the trigger "On create and edit" and these fields: State, Payment status, Amount due.',
      'As "Apply on" choose customer invoices and credit notes that are not drafts.',
      'Add the action "Send Webhook Notification" with the address below and at least the field "ID".',
      'Make the same rule on the model "Payments" (account.payment) and on "Contact" (res.partner).',
    ],
    es: [
      'En Odoo 17 o posterior, instale la app «Reglas de automatización» y abra Ajustes → Técnico → Reglas de automatización.',
      'Cree una regla sobre el modelo «Asiento contable» (account.move) con el disparador «Al crear y editar» y estos campos: Estado, Estado de pago, Importe adeudado.',
      'En «Aplicar en» elija facturas de cliente y notas de crédito que no sean borradores.',
      'Agregue la acción «Enviar notificación webhook» con la dirección de abajo y al menos el campo «ID».',
      'Haga la misma regla sobre el modelo «Pagos» (account.payment) y sobre «Contacto» (res.partner).',
    ],
  },
  certificateField: 'pinnedCertificate',
  messages: { en: EN, es: ES },
};
