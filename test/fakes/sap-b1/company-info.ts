import type { Row } from './rows.ts';
import type { CompanyStore } from './store.ts';

/** No time zone and no installation number anywhere. */
export function companyInfo({ facts }: CompanyStore, version: string): Row {
  return {
    CompanyName: facts.CompanyName,
    Version: Number(version),
    Localization: facts.Country,
    LanguageCode: facts.Country === 'MX' ? 'ln_Spanish_La' : 'ln_English',
    EnableExpensesManagement: 'tYES',
    EnableSharingSeries: 'tNO',
  };
}

export function adminInfo({ facts }: CompanyStore): Row {
  return {
    Code: 1,
    CompanyName: facts.CompanyName,
    Country: facts.Country,
    FederalTaxID: facts.FederalTaxID,
    LocalCurrency: facts.LocalCurrency,
    SystemCurrency: facts.LocalCurrency,
    TotalsAccuracy: 2,
    DirectIndirectRate: 'tYES',
    EnableBranches: facts.branches.length > 0 ? 'tYES' : 'tNO',
  };
}
