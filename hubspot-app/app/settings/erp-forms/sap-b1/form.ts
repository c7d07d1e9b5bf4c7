import type { ErpForm } from '../form.ts';
import { EN, ES } from './messages.ts';

export const SAP_B1: ErpForm = {
  system: 'sap-b1',
  name: 'SAP Business One',
  fields: [
    {
      name: 'url',
      type: 'text',
      isRequired: true,
      isDestination: true,
      placeholder: { en: 'https://sap.mycompany.com:50000', es: 'https://sap.miempresa.com:50000' },
      label: { en: 'Address of the Service Layer', es: 'Dirección del Service Layer' },
      help: {
        en: 'Your SAP partner or hosting provider knows it. It usually ends in :50000 and must be reachable from the internet.',
        es: 'La conoce su socio de SAP o su proveedor de hospedaje. Suele terminar en :50000 y debe ser accesible desde internet.',
      },
    },
    {
      name: 'companyDb',
      type: 'text',
      isRequired: true,
      isDestination: true,
      placeholder: { en: 'SBO_MYCOMPANY', es: 'SBO_MIEMPRESA' },
      label: { en: 'Company database', es: 'Base de datos de la sociedad' },
      help: {
        en: 'Exactly as shown when you choose the company at logon. For a second company, add a second connection.',
        es: 'Exactamente como aparece al elegir la sociedad al iniciar sesión. Para otra sociedad, agregue otra conexión.',
      },
    },
    {
      name: 'user',
      type: 'text',
      isRequired: true,
      placeholder: 'puente',
      label: { en: 'User', es: 'Usuario' },
      help: {
        en: 'An SAP Business One user created only for Puente, with a license and the right to read business partners, A/R invoices, credit memos, down payments, sales orders, deliveries, incoming payments and internal reconciliations. To show quotations and orders on deals, also sales quotations and drafts; to create them from deals, also to add and change quotations and orders. To create customers from HubSpot, also to add and change business partners.',
        es: 'Un usuario de SAP Business One creado solo para Puente, con licencia y permiso de leer socios de negocios, facturas de deudores, notas de crédito, anticipos, órdenes de venta, entregas, pagos recibidos y reconciliaciones internas. Para mostrar cotizaciones y pedidos en los negocios, también cotizaciones de venta y documentos preliminares; para crearlos desde los negocios, también de crear y modificar cotizaciones y órdenes de venta. Para crear clientes desde HubSpot, también de crear y modificar socios de negocios.',
      },
    },
    {
      name: 'password',
      type: 'password',
      isRequired: true,
      label: { en: 'Password', es: 'Contraseña' },
      help: {
        en: 'It is stored encrypted and never shown again. Set it to never expire in SAP, or enter the new one here before it does.',
        es: 'Se guarda cifrada y no se vuelve a mostrar. Configúrela en SAP para que no venza, o indique aquí la nueva antes de que venza.',
      },
    },
  ],
  limits: {
    en: [
      'Puente reads invoices, credit memos, down payments and incoming payments. It does not read receivables booked by journal entry (opening balances too), correction invoices and outgoing payments: where a customer has some, the open amount here differs from the account balance in SAP Business One.',
      'Document numbers carry their series (FAC‑MX‑1001) and, where there are branches, the branch; the Primary series has no prefix. If two orders could share a number, write Primary‑1001 on the deal.',
    ],
    es: [
      'Se leen facturas, notas de crédito, anticipos y pagos recibidos. No se leen saldos registrados por asiento (tampoco los iniciales), facturas de corrección ni pagos efectuados: si un cliente los tiene, el saldo que ve aquí difiere del saldo de la cuenta en SAP Business One.',
      'Los números de documento llevan su serie (FAC‑MX‑1001) y, si hay sucursales, la sucursal; la serie Primario no lleva prefijo. Si dos pedidos pudieran tener el mismo número, escriba Primario‑1001 en el negocio.',
    ],
  },
  adminFields: [],
  hintSteps: { en: [], es: [] },
  certificateField: 'pinnedCertificate',
  messages: { en: EN, es: ES },
};
