import type { OrdersView } from '../api/orders.ts';
import { choiceLabel, propertyLabel } from '../common/property-labels.ts';
import type { Language } from '../common/translate.ts';

/** Pipelines, stages and properties of deals as the reader calls them: HubSpot's API tells one language, whoever asks. */
export const inReadersWords = (view: OrdersView, language: Language): OrdersView => ({
  ...view,
  pipelines:
    view.pipelines &&
    view.pipelines.map((pipeline) => ({
      ...pipeline,
      label: choiceLabel('pipeline', { value: pipeline.id, own: pipeline.label }, language),
      stages: pipeline.stages.map((stage) => ({
        ...stage,
        label: choiceLabel('dealstage', { value: stage.id, own: stage.label }, language),
      })),
    })),
  dealProperties:
    view.dealProperties &&
    view.dealProperties.map((property) => ({
      ...property,
      label: propertyLabel(property.name, property.label, language),
      options:
        property.options &&
        property.options.map((option) => ({
          ...option,
          label: choiceLabel(property.name, { value: option.value, own: option.label }, language),
        })),
    })),
});
