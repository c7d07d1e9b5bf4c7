import { Accordion, Button, Flex, Heading, List, Text } from '@hubspot/ui-extensions';
import { useSettings } from '../hooks/useSettings.tsx';

const RECIPES = ['thank', 'remind', 'welcome'] as const;
const STEPS = [1, 2, 3] as const;

/** Three workflows that most people want first, step by step, and the way to where they are built. */
export function Recipes() {
  const { t, portalId } = useSettings();
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('recipes.title')}</Heading>
      <Text>{t('recipes.text')}</Text>
      {RECIPES.map((recipe) => (
        <Accordion key={recipe} title={t(`recipes.${recipe}`)} size="sm">
          <List variant="ordered-styled">
            {STEPS.map((step) => (
              <Text key={step}>{t(`recipes.${recipe}.${step}`)}</Text>
            ))}
          </List>
        </Accordion>
      ))}
      <Flex>
        <Button size="sm" href={`/workflows/${portalId}`} testId="to-workflows">
          {t('recipes.open')}
        </Button>
      </Flex>
    </Flex>
  );
}
