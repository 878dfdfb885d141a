"""An external proposes a mission; an employee who believes in it sponsors it, and owns it from then on."""
