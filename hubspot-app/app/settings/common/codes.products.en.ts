/** Sentences about products. `satisfies` stands where they join the others. */
export const PRODUCT_CODES_EN = {
  'product.refused': {
    what: 'HubSpot does not take some products of the ERP (property: {property}).',
    todo: 'Correct the product in the ERP, or what stands in the way in HubSpot, then retry.',
  },
  'product.negative_price': {
    what: 'The ERP has a negative price for this product, which HubSpot does not take.',
    todo: 'Its price in HubSpot stays empty. If the price is wrong, correct it in the ERP; it is taken over by itself.',
  },
  'product.name_cut': {
    what: 'The name of this product is longer than HubSpot allows; its end was cut off there.',
    todo: 'Shorten the name in the ERP if it must be whole; it is taken over by itself.',
  },
  'product.deleted_in_hubspot': {
    what: 'Somebody deleted the product "{name}" in HubSpot; it is not made again.',
    todo: 'Nothing to do if that is right. Otherwise restore it from the recycling bin of HubSpot; it is linked again by itself.',
  },
  'product.overwritten': {
    what: 'Someone changed a field in HubSpot that comes from the ERP ({property}); the ERP’s value was restored.',
    todo: 'To change it, do so in the ERP; HubSpot updates automatically.',
  },
  'price.refused': {
    what: 'The ERP does not say what some products cost.',
    todo: 'They keep the price they had in HubSpot. Correct the product or its price rule in the ERP, then retry; each night they are asked for again.',
  },
  'price.list_refused': {
    what: 'The ERP says no price of a price list, whatever product it is asked about.',
    todo: 'Products keep the price they had in HubSpot. Mend the list, or the rights of the user, in the ERP, then retry; each night it is asked again.',
  },
  'order.waiting_catalog': {
    what: 'The products of the ERP are being read for the first time.',
    todo: 'Nothing to do: it goes on by itself once all of them are read.',
  },
  'product.unknown': {
    what: 'This product is no longer there, or is no longer one to decide on.',
    todo: 'Reload the page; somebody may have decided meanwhile.',
  },
  'catalog.currency_missing': {
    what: 'The ERP has prices in {currency}, which your HubSpot account does not have as a currency.',
    todo: 'These prices are not shown. To show them, add the currency in the settings of HubSpot, then choose its price list under "Products".',
  },
  'catalog.no_rules': {
    what: 'What is to be read of the products has not been saved yet.',
    todo: 'Save the rules under "Products" first.',
  },
  'catalog.still_comparing': {
    what: 'Not all products have been compared with HubSpot yet.',
    todo: 'Wait until the bar under "Products" is full, then approve.',
  },
  'catalog.no_permission': {
    what: 'HubSpot gave Puente no permission for products.',
    todo: 'Install Puente again from HubSpot and accept all permissions. If HubSpot does not offer it, your plan has no products.',
  },
};
