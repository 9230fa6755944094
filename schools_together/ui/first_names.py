"""First names that children and adults in the United Kingdom often have; for a guess at names in a text.

Left out: those that are also everyday words, places or months at the start of a sentence (April, Grace, Hope, Will).
"""

FIRST_NAMES = frozenset(
    """
    Aaliyah Aaron Abdul Abdullah Abigail Adam Adele Agnes Ahmed Aidan Aisha Alan Albert Alex Alexander Alexandra Alfie
    Ali Alice Alina Alisha Amar Amara Amelia Amelie Amina Amir Amy Ana Andrea Andrew Angela Anna Annabel Anne Annie
    Anthony Antonio Arabella Archie Arjun Arthur Arun Arya Asha Ashley Ava Ayaan Ayesha Barbara Beatrice Bella Ben
    Benjamin Beth Bethany Bilal Bobby Brian Brooke Caitlin Callum Cameron Carl Carol Caroline Catherine Charles
    Charlie Charlotte Chloe Chris Christian Christina Christopher Claire Clara Connor Daisy Daniel Danielle Darren David
    Dean Deborah Declan Dominic Donna Dylan Edith Edward Eleanor Elena Eliza Elizabeth Ella Ellie Elliot Elsie Emilia
    Emily Emma Erin Esme Ethan Eva Evelyn Evie Farah Fatima Felix Finley Finn Fiona Florence Francesca Frank Freddie
    Frederick Freya Gabriel Gareth Gary Gemma Geoffrey George Georgia Georgina Hamza Hannah Harriet Harris Harrison
    Harry Harvey Hassan Helen Henry Holly Hugo Huw Ian Ibrahim Imogen Imran Isaac Isabel Isabella Isabelle Isla Ismail
    Ivy Jack Jacob Jade Jake James Jamie Jane Janet Jasmine Jason Jayden Jennifer Jenny Jeremy Jessica Joan Joanna Joe
    John Jonathan Joseph Josh Joshua Jude Julia Julian Julie Kai Karen Kate Katherine Kathryn Katie Kayleigh Keira
    Kelly Kenneth Kevin Khadija Kieran Kyle Lacey Laura Lauren Layla Leah Leo Leon Lewis Liam Lily Linda Lisa Lola
    Louis Louisa Louise Luca Lucas Lucy Luke Lydia Maisie Malik Marcus Margaret Maria Mariam Mark Martha Martin Martha
    Mary Maryam Mason Matilda Matthew Max Maya Megan Mehmet Melissa Mia Michael Michelle Millie Mohamed Mohammad
    Mohammed Molly Muhammad Mustafa Nadia Natalie Natasha Nathan Nicholas Nicola Nicole Niamh Noah Oliver Olivia Omar
    Oscar Owen Patricia Patrick Paul Paula Peter Philip Phoebe Poppy Priya Rachel Rahul Ralph Rebecca Reuben Rhys
    Richard Riley Robert Robyn Ronan Rosie Rory Ruby Rupert Ryan Sadia Sam Samantha Samuel Sandra Sara Sarah Scarlett
    Sean Sebastian Seren Shaun Simon Sofia Sophia Sophie Stacey Stanley Stephanie Stephen Steven Susan Susanna Tariq
    Tegan Teresa Thea Theo Theodore Thomas Tia Tilly Timothy Toby Tom Tommy Tyler Vanessa Victoria Vikram Violet Wendy
    William Yasmin Yusuf Zac Zachary Zahra Zainab Zara Zoe Zofia
    """.split()
)
