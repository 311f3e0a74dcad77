"""The words that believable names are made of."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _names(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(";"))


FIRST_NAMES = _words(
    """
    Ada Aisha Alan Alice Amara Amit Andrew Anita Arthur Beatrice Ben Bridget Callum Carla Cedric Charlotte Chidi
    Clara Colin Daisy David Deepa Derek Diana Edith Edward Eleanor Elif Emily Erik Esther Fatima Fergus Fiona
    Florence Frank Freya Gareth George Grace Graham Hannah Harold Harriet Hassan Hazel Helen Henry Hugo Imogen
    Iris Isaac Ivy Jack Jamila Janet Jasper Joan Joseph Joyce Karim Kate Keith Kieran Laila Laura Leon Lewis
    Lydia Mabel Malcolm Margaret Martha Maxine Mei Miles Mina Morag Nadia Neil Nina Nora Oliver Omar Olga Pamela
    Patrick Penny Peter Priya Quentin Rachel Ravi Rhona Robert Rosa Ruth Samuel Sanjay Sarah Simon Sofia Stella
    Stuart Sunita Tamsin Thomas Tilda Una Victor Violet Walter Wendy Yusuf Zara
    """
)
LAST_NAMES = _words(
    """
    Abbott Adeyemi Ahmed Ainsworth Akhtar Allen Appleby Archer Armitage Arnold Ashdown Atkins Bailey Baker Banks
    Barlow Barton Begum Bell Bennett Berry Birch Blackwood Booth Bowen Bradley Brookes Bryant Burgess Byrne
    Byron Cairns Calder Campbell Carr Carter Chapman Chaudhry Chen Clarke Clifford Cole Coleman Connolly Cooper
    Cox Craig Crawford Cross Cullen Dalton Davies Dawson Dean Desai Dixon Doyle Drake Dunn Eaton Eccles Edwards
    Elliott Evans Faulkner Fenwick Finch Fisher Fleming Fletcher Ford Foster Fraser Frost Gallagher Garner
    Gibson Gill Glover Goddard Grant Gray Greenwood Griffin Hale Hall Hamilton Hardy Harper Hartley Hayes Heath
    Hobbs Hodgson Holt Hopkins Howard Hughes Hunt Hussain Hutton Ibrahim Ingram Irving Jackson James Jarvis
    Jennings Johal Johnson Jones Kapoor Kaur Keane Kemp Kendall Khan King Kirby Knight Lamb Lane Larkin Lawson
    Leigh Lister Lloyd Lowe Lynch Mackay Malik Marsh Marshall Mason Mbeki Mercer Miller Mistry Moran Morris Moss
    Murphy Nash Naylor Newton Nolan Norris Nwosu Oakley Okafor Osborne Owen Page Palmer Parker Patel Payne
    Pearce Perry Pickering Pratt Price Quinn Rafferty Rahman Reeves Reid Rhodes Riley Rossi Rowe Russell
    Sanderson Savage Sharma Shaw Silva Singh Slater Spencer Steele Stone Sutton Swift Tanner Taylor Thorne Todd
    Turner Underwood Vaughan Wade Walker Wallace Walsh Ward Warner Watts Webb West Wheeler Wilde Winter Wong
    Yates York Young
    """
)
TRADES = _names(
    """
    Trading; Supplies; Interiors; Stores; Garden Centre; Outfitters; Hardware; Gifts; Catering; Studio;
    Workshop; Pharmacy
    """
)
STREETS = _names(
    """
    High Street; Mill Lane; Station Road; Church Row; Dock Street; Orchard Way; The Green; Castle Hill
    """
)
COLOURS = _words(
    """
    Amber Black Blue Bronze Cherry Cream Emerald Green Grey Ivory Navy Olive Pink Red Slate White
    """
)
STUFFS = _words(
    """
    Bamboo Canvas Ceramic Copper Cotton Glass Leather Linen Oak Slate Steel Wool
    """
)
THINGS = _words(
    """
    Apron Basket Blanket Bowl Candle Chair Clock Cushion Hook Jug Kettle Lamp Mirror Mug Pan Plate Rug Scarf
    Shelf Spoon Stool Tee Throw Towel Tray Vase Wallet Whisk
    """
)
EXEMPT_THINGS = _words(
    """
    Almanac Bread Cocoa Cookbook Flour Honey Map Marmalade Novel Oats Tea
    """
)
REASONS = ("Stock count", "Damaged in store", "Found in the wrong bay", "Sample", "Returned unsellable")
