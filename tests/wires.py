"""Invented dispatches and what became of them: a copy, a rewriting, a report of one's own, a follow-up, a digest."""

from __future__ import annotations

DISPATCH = (
    "PORT ALDER (Northwire) — A fire in a grain silo at Port Alder killed four dock workers on Tuesday and sent a "
    "column of smoke over the town of 38,000, the harbour authority said.",
    "The blast at 06:40 tore the roof off Silo 7, which held 5,200 tonnes of barley for the mill at Brenholt, "
    "according to harbour master Ines Valdemar.",
    "Three of the dead were from a crew that was clearing a blocked chute. The fourth, a crane driver named Tobias "
    "Renn, was struck by falling sheets on the quay.",
    "The fire service in Kestrup sent 11 engines and a foam boat, and the last flames were out by 14:20.",
    'Valdemar said inspectors had found dust in the same silo in March. "We were told it would be dealt with by '
    'summer," she said.',
    "Halden Grain, which leases the silo, said it had replaced the filters in May at a cost of $240,000 and would "
    "help the inquiry.",
    "The Dockers' Union called a stoppage for Thursday at Port Alder, Kestrup and Lindum, and asked Labour Minister "
    "Paul Oskarsen to close 19 silos of the same make.",
    "Grain dust can explode where it hangs in still air. In 2011, a blast at Lindum killed two people and led to "
    "rules that Parliament passed but never paid for.",
)
REWRITTEN = (
    "Four men lost their lives on Tuesday at Port Alder, where barley in a storage tower blew up and smoke drifted "
    "above the homes of 38,000 inhabitants, officials at the harbour reported.",
    "It happened at 06:40. The explosion opened the top of Silo 7, where 5,200 tonnes waited to go to a mill in "
    "Brenholt, as Ines Valdemar, who runs the harbour, explained.",
    "A team busy freeing a stuck chute lost three members; the other victim was Tobias Renn, hit on the quay by metal "
    "while he worked a crane.",
    "Crews came from Kestrup with 11 engines plus a vessel that sprays foam, and by 14:20 nothing burned any more.",
    "Dust had been noticed there by inspectors as early as March, Valdemar added; a remedy was promised before summer.",
    "The tenant, Halden Grain, says new filters went in during May, for which it paid $240,000, and it offers the "
    "investigators its help.",
    "A strike on Thursday in Port Alder, Kestrup and Lindum was announced by the Dockers' Union, which wants Labour "
    "Minister Paul Oskarsen to shut 19 towers of that make.",
    "Airborne dust of this kind is known to go off. Lindum saw it in 2011, when two died, and Parliament wrote rules "
    "for which no money ever came.",
)
INDEPENDENT = (
    "The window of Marta Sell's bakery went first. She was setting out rolls, she says, when the street jumped, and "
    "then there was barley on everything, on the counter, on the dough, in her hair.",
    "By noon the queue at her door was of people with nothing to buy. They wanted to stand somewhere and talk about "
    "the four who had died a few hundred metres away, two of whom had bought bread from her the day before.",
    'One of them was Tobias Renn. "He always asked for the burnt ones," she said. "I kept them for him."',
    "In the hall behind the church the families sat along a wall, under drawings that a school class had made of "
    "ships. A priest from Kestrup poured coffee. Nobody from the company had come by evening.",
    "Outside, a man who said he had worked on the silos for thirty years, and would not give his name, showed the "
    "palms of his hands to anyone who looked, as though the answer were written there.",
)
FOLLOW_UP = (
    "PORT ALDER (Northwire) — Police on Friday searched the offices of Halden Grain and took away maintenance records "
    "of the last six years, prosecutor Lena Brandt said.",
    "No one has been charged. Brandt said two managers were questioned for nine hours and released, and that a third "
    "was abroad and had agreed to return next week.",
    "The company's shares fell by a fifth. Its chairman said that it had nothing to hide, and that the filters were "
    "of the kind which the rules ask for.",
    "The stoppage that began on Thursday spread to two more ports. Some 3,000 dockers marched through Kestrup, and a "
    "minute of silence was held at 06:40.",
    DISPATCH[7],
)
OTHER = (
    "VELDEN (Northwire) — The mountain railway at Velden will run again from Saturday after a rockfall closed it for "
    "seven weeks, its operator said.",
    "Engineers hung 900 metres of net above the line and moved a signal box that had stood there since 1931, project "
    "leader Karla Whitmore said.",
    "The village of Upper Velden, which has no road in winter, was supplied by helicopter at a cost of $18,000 a day.",
    "Trains will run every hour at first, and at walking pace along 400 metres near the Sankt Rochus tunnel.",
    "Whitmore said that sensors under the net would halt trains within four seconds when a stone struck it.",
    "A hotel keeper in Upper Velden said that she had 12 bookings for the weekend, and that all had been made within "
    "an hour of the announcement.",
)
SPORT = (
    "LINDUM (Northwire) — Second-division Lindum beat champions Brenholt 3-1 on Wednesday to reach the cup final for "
    "the first time in 44 years.",
    "Striker Aksel Morken scored twice before the break, the second time from a corner that goalkeeper Jonas Pihl "
    "let slip through his hands.",
    "Brenholt, unbeaten since August, had 71 percent of the ball and hit the post through Emil Strand in the 80th "
    "minute.",
    "Coach Ragna Holt, who took over the side in January when it stood last but one, said that she had not slept.",
    "Lindum will meet Kestrup or Alder Rovers on May 30 in front of 52,000 spectators in the capital.",
)


def text(paragraphs: tuple[str, ...]) -> str:
    """A clean text."""
    return "\n\n".join(paragraphs)
