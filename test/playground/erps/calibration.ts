/** A service of which an ERP makes no project by itself, and the project of that ERP, where it has some, that the rule makes one like. */
export const CALIBRATION = { sku: 'SRV-CAL', project: 'Calibración' };
