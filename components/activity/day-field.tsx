import { DayField as AnyDayField, type DayFieldProps } from '@/components/ui/day-field'
import { readPastDay } from './past-day'

/** A day of the past; what is not understood is sent as it stands, so that it can be named. */
export function DayField(props: Pick<DayFieldProps, 'label' | 'day' | 'today' | 'error'> & { name: string }) {
  return <AnyDayField {...props} read={readPastDay} max={props.today} className="lg:w-44" />
}
