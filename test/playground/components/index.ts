import { Button, ButtonRow, Dropdown, DropdownButtonItem, Link, LoadingButton } from './buttons.tsx';
import { BarChart, LineChart } from './charts.tsx';
import { CrmPropertyList } from './crm.tsx';
import { Checkbox, MultiSelect, RadioButton, Select, Toggle, ToggleGroup } from './choices.tsx';
import {
  DescriptionList,
  DescriptionListItem,
  ProgressBar,
  ScoreCircle,
  Statistics,
  StatisticsItem,
  StatisticsTrend,
  StepIndicator,
} from './data.tsx';
import { Form } from './form.tsx';
import { Input, SearchInput, TextArea } from './inputs.tsx';
import { AutoGrid, Box, Card, Flex, Inline, Stack, Tile } from './layout.tsx';
import { Alert, EmptyState, ErrorState, LoadingSpinner } from './notices.tsx';
import { CurrencyInput, DateInput, NumberInput, StepperInput, TimeInput } from './number-inputs.tsx';
import { Modal, ModalBody, ModalFooter, Panel, PanelBody, PanelFooter, PanelSection } from './overlay-windows.tsx';
import { Table, TableBody, TableCell, TableFooter, TableHead, TableHeader, TableRow } from './table.tsx';
import { Accordion, Tab, Tabs, Tooltip } from './tabs.tsx';
import { Divider, Heading, Icon, Illustration, Image, List, Spacer, StatusTag, Tag, Text } from './text.tsx';

/** HTML versions of HubSpot's components, under the names by which extensions ask for them. */
export const COMPONENTS = {
  Accordion,
  Alert,
  AutoGrid,
  BarChart,
  Box,
  Button,
  ButtonRow,
  Card,
  Checkbox,
  CrmPropertyList,
  CurrencyInput,
  DateInput,
  DescriptionList,
  DescriptionListItem,
  Divider,
  Dropdown,
  DropdownButtonItem,
  EmptyState,
  ErrorState,
  Flex,
  Form,
  Heading,
  Icon,
  Illustration,
  Image,
  Inline,
  Input,
  LineChart,
  Link,
  List,
  LoadingButton,
  LoadingSpinner,
  Modal,
  ModalBody,
  ModalFooter,
  MultiSelect,
  NumberInput,
  Panel,
  PanelBody,
  PanelFooter,
  PanelSection,
  ProgressBar,
  RadioButton,
  ScoreCircle,
  SearchInput,
  Select,
  Spacer,
  Stack,
  Statistics,
  StatisticsItem,
  StatisticsTrend,
  StatusTag,
  StepIndicator,
  StepperInput,
  Tab,
  Table,
  TableBody,
  TableCell,
  TableFooter,
  TableHead,
  TableHeader,
  TableRow,
  Tabs,
  Tag,
  Text,
  TextArea,
  Textarea: TextArea,
  Tile,
  TimeInput,
  Toggle,
  ToggleGroup,
  Tooltip,
};
