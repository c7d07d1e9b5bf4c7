import type { ErpForm } from '../form.ts';
import { EN, ES } from './messages.ts';

export const SAP_S4: ErpForm = {
  system: 'sap-s4',
  name: 'SAP S/4HANA',
  fields: [
    {
      name: 'url',
      type: 'text',
      isRequired: true,
      isDestination: true,
      placeholder: 'https://my123456-api.s4hana.cloud.sap',
      label: { en: 'Address', es: 'Dirección' },
      help: {
        en: 'The address of the services. In the cloud the communication arrangement shows it, and it contains "‑api"; otherwise it is the address of your system, or of the proxy in front of it.',
        es: 'La dirección de los servicios. En la nube aparece en el acuerdo de comunicación y contiene «‑api»; si no, es la de su sistema o la del proxy que está delante.',
      },
    },
    {
      name: 'client',
      type: 'text',
      isRequired: false,
      isDestination: true,
      placeholder: '100',
      label: { en: 'Client', es: 'Mandante' },
      help: {
        en: 'Three digits. Leave it empty in the cloud, and where the system has one client only.',
        es: 'Tres dígitos. Déjelo vacío en la nube, y si el sistema tiene un solo mandante.',
      },
    },
    {
      name: 'tokenUrl',
      type: 'text',
      isRequired: false,
      isDestination: true,
      placeholder: 'https://…/sap/bc/sec/oauth2/token',
      label: { en: 'Token address (OAuth 2.0)', es: 'Dirección de tokens (OAuth 2.0)' },
      help: {
        en: 'Only where the communication arrangement uses OAuth 2.0 with client credentials. Leave it empty to sign in with user and password.',
        es: 'Solo si el acuerdo de comunicación usa OAuth 2.0 con credenciales de cliente. Déjela vacía para entrar con usuario y contraseña.',
      },
    },
    {
      name: 'user',
      type: 'text',
      isRequired: true,
      placeholder: 'PUENTE',
      label: { en: 'User', es: 'Usuario' },
      help: {
        en: 'A communication user created only for Puente (with OAuth 2.0 the client ID), with a communication arrangement for each of SAP_COM_0008 (business partners), SAP_COM_0120 (billing documents), SAP_COM_0303 (open items and payments) and SAP_COM_0087 (company codes); where HubSpot is to show products, also SAP_COM_0009 (products), SAP_COM_0294 (condition records) and SAP_COM_0164 (stock); where it is to show orders, SAP_COM_0109 (sales orders), SAP_COM_0118 (quotations) and SAP_COM_0106 (deliveries). The test names the one that is missing.',
        es: 'Un usuario de comunicación creado solo para Puente (con OAuth 2.0 el ID de cliente), con un acuerdo de comunicación para cada uno de SAP_COM_0008 (socios comerciales), SAP_COM_0120 (facturas), SAP_COM_0303 (partidas abiertas y pagos) y SAP_COM_0087 (sociedades); si HubSpot ha de mostrar productos, también SAP_COM_0009 (productos), SAP_COM_0294 (registros de condición) y SAP_COM_0164 (existencias); si ha de mostrar pedidos, SAP_COM_0109 (pedidos de cliente), SAP_COM_0118 (cotizaciones) y SAP_COM_0106 (entregas). La prueba nombra el que falta.',
      },
    },
    {
      name: 'password',
      type: 'password',
      isRequired: true,
      label: { en: 'Password', es: 'Contraseña' },
      help: {
        en: 'With OAuth 2.0 the client secret. It is stored encrypted and never shown again.',
        es: 'Con OAuth 2.0 el secreto de cliente. Se guarda cifrada y no se vuelve a mostrar.',
      },
    },
    {
      name: 'externalGrouping',
      type: 'text',
      isRequired: false,
      placeholder: 'BPHS',
      label: { en: 'New customers: grouping numbered by Puente', es: 'Clientes nuevos: agrupación numerada por Puente' },
      help: {
        en: 'The safest way to create customers: a grouping of business partners with external number assignment that allows letters and digits (HS plus eight characters). SAP S/4HANA itself then refuses to create one customer twice. If empty: the grouping below.',
        es: 'La forma más segura de crear clientes: una agrupación de socios comerciales con numeración externa que admita letras y dígitos (HS más ocho caracteres). Así el propio SAP S/4HANA impide crear dos veces un cliente. Si se deja vacío: la agrupación de abajo.',
      },
    },
    {
      name: 'grouping',
      type: 'text',
      isRequired: false,
      placeholder: 'BP02',
      label: { en: 'New customers: grouping numbered by SAP', es: 'Clientes nuevos: agrupación numerada por SAP' },
      help: {
        en: 'A grouping with internal number assignment. Leave this and the next fields empty if no customers are created from HubSpot, or if all existing customers share one value, which is then taken from them; what a rule for customers chooses counts first.',
        es: 'Una agrupación con numeración interna. Deje este campo y los siguientes vacíos si no se crean clientes desde HubSpot, o si todos los clientes existentes comparten un valor, que entonces se toma de ellos; lo que elige una regla de clientes cuenta primero.',
      },
    },
    {
      name: 'companyCode',
      type: 'text',
      isRequired: false,
      placeholder: '1010',
      label: { en: 'New customers: company code', es: 'Clientes nuevos: sociedad' },
      help: {
        en: 'The company whose books new customers belong to.',
        es: 'La sociedad en cuyos libros se registran los clientes nuevos.',
      },
    },
    {
      name: 'reconciliationAccount',
      type: 'text',
      isRequired: false,
      placeholder: '12100000',
      label: { en: 'New customers: reconciliation account', es: 'Clientes nuevos: cuenta asociada' },
      help: {
        en: 'The receivables account that accounting assigns to customers of that company code.',
        es: 'La cuenta de deudores que contabilidad asigna a los clientes de esa sociedad.',
      },
    },
    {
      name: 'salesArea',
      type: 'text',
      isRequired: false,
      placeholder: '1010/10/00',
      label: { en: 'New customers: sales area', es: 'Clientes nuevos: área de ventas' },
      help: {
        en: 'Sales organization, distribution channel and division, with slashes. Without it nobody can sell to them. Quotations and orders are created in it, too, where a customer has several.',
        es: 'Organización de ventas, canal y sector, con barras. Sin ella nadie puede venderles. Si un cliente tiene varias, también las cotizaciones y los pedidos se crean en ella.',
      },
    },
    {
      name: 'quotationType',
      type: 'text',
      isRequired: false,
      placeholder: 'QT',
      label: { en: 'Orders: type of quotations', es: 'Pedidos: clase de cotización' },
      help: {
        en: 'As sales people choose it; the code depends on the language in which your system was set up (QT, AG). If empty: QT. This and the next fields are needed only where orders are created from HubSpot.',
        es: 'La que eligen los vendedores para las cotizaciones; el código depende del idioma con que se configuró su sistema (QT, AG). Si se deja vacío: QT. Este campo y los siguientes hacen falta solo si se crean pedidos desde HubSpot.',
      },
    },
    {
      name: 'orderType',
      type: 'text',
      isRequired: false,
      placeholder: 'OR',
      label: { en: 'Orders: type of orders', es: 'Pedidos: clase de pedido' },
      help: {
        en: 'That of the orders created from those quotations (OR, TA). If empty: OR.',
        es: 'La de los pedidos que se crean a partir de esas cotizaciones (OR, TA). Si se deja vacío: OR.',
      },
    },
    {
      name: 'priceCondition',
      type: 'text',
      isRequired: false,
      placeholder: 'PMP0',
      label: { en: 'Orders: condition type of agreed prices', es: 'Pedidos: clase de condición del precio acordado' },
      help: {
        en: 'One that your pricing procedure lets people enter by hand as the price of a line. If empty: PMP0.',
        es: 'Una que su esquema de cálculo permita capturar a mano como precio de una posición. Si se deja vacío: PMP0.',
      },
    },
    {
      name: 'discountCondition',
      type: 'text',
      isRequired: false,
      placeholder: 'DRG1',
      label: { en: 'Orders: condition type of discounts', es: 'Pedidos: clase de condición del descuento' },
      help: {
        en: 'A condition type in percent that people can enter by hand on a line. If empty: DRG1.',
        es: 'Una clase de condición en porcentaje que se pueda capturar a mano en una posición. Si se deja vacío: DRG1.',
      },
    },
    {
      name: 'rejectionReason',
      type: 'text',
      isRequired: false,
      placeholder: '00',
      label: { en: 'Orders: reason for rejection', es: 'Pedidos: motivo de rechazo' },
      help: {
        en: 'What is cancelled from HubSpot stays in SAP S/4HANA with all its lines rejected for this reason. If empty: 00.',
        es: 'Lo que se cancela desde HubSpot queda en SAP S/4HANA con todas sus posiciones rechazadas por este motivo. Si se deja vacío: 00.',
      },
    },
  ],
  limits: {
    en: [
      'Puente reads billing documents (invoices, credit and debit memos, requests for down payments), their state in accounting, and incoming and outgoing payments of customers. It does not read receivables that were entered in accounting alone (opening balances too), pro forma invoices, invoice lists and intercompany billing: where a customer has some, the open amount here differs from the balance in SAP S/4HANA.',
      'A clearing that was reset is noticed within an hour; changed addresses, e-mails and tax IDs are read overnight. Customers, contact persons, quotations and orders can be created and changed, products cannot. The region of an address is shown as a code, without its name.',
    ],
    es: [
      'Se leen facturas, notas de crédito, notas de cargo y solicitudes de anticipo, su estado en contabilidad y los pagos de clientes, recibidos y efectuados. No se leen saldos registrados solo en contabilidad (tampoco los iniciales), facturas proforma, listas de facturas ni facturación entre empresas del grupo: si un cliente los tiene, el saldo que ve aquí difiere del saldo en SAP S/4HANA.',
      'Una compensación anulada se detecta en menos de una hora; los cambios de direcciones, correos e ID fiscales se leen por la noche. Se pueden crear y modificar clientes, personas de contacto, cotizaciones y pedidos, pero no productos. La región de una dirección se muestra como código, sin nombre.',
    ],
  },
  adminFields: [],
  hintSteps: { en: [], es: [] },
  certificateField: 'pinnedCertificate',
  messages: { en: EN, es: ES },
};
