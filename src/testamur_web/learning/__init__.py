"""From enrolment to decision: who takes part, what they hand in, what an assessor decides."""
