using System.Collections.Frozen;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching.Names;

/// <summary>
/// Nicknames and common forms of given names in the Nordic countries and in English. Two names of one line may belong
/// to one person; that is evidence and no proof. Short forms that are the beginning of the name ("Ben" for "Benjamin")
/// need no line.
/// </summary>
internal static class Nicknames
{
    // One line per name, the full forms first, in plain letters where the spelling rules make the variants equal
    // anyway.
    private const string Lines = """
        Abraham Abram Abe Bram
        Adam Addy Ado
        Adelaide Adelheid Heidi Adele Addie Ada
        Agnes Agnethe Agneta Neta Agge Nes
        Albert Albrecht Bert Bertie Abbe Albin
        Aleksander Alexander Alex Alec Aleks Alle Sander Sandro Sandy Xander Sasha Lex
        Aleksandra Alexandra Alex Alexa Sandra Sandy Sasha Lexi
        Alfred Alf Fred Freddy Affe
        Alice Alis Elise Ally Lissi
        Amalie Amalia Malie Mally Ami Lia
        Amanda Mandy Manda Mandi
        Anastasia Stacy Nastja Ana Tasia
        Anders Andreas Andrew Andy Drew Ante Andrej Adde Dres
        Andrea Andi Drea Rea
        Angela Angelika Angie Geli
        Anita Anna Nita
        Anna Anne Ann Hanna Annie Anni Annika Anja Anita Nan Nancy Anneli Annette Anette Anka Ania
        Annbjorg Anbjorg Anna Bojan
        Antonia Antonie Toni Tonie Nia
        Anton Antonius Antoni Anthony Tony Toni Ton Tonny
        Arne Arnold Arnulf Arnfinn Arnie
        Arthur Artur Art Arto Turi
        Asbjorn Esben Asle Bjorn
        Astrid Asta Astri Atti Asti
        Augusta Gusta Gussie
        August Augustus Gus Gusten Agge
        Barbara Barbro Babs Barbie Barb Bobbie
        Bartholomeus Bartolomej Bart Bartek Berthel
        Beatrice Beatrix Beate Bea Trixie Bette
        Benedikte Benedicte Bente Benny Bene Dikte
        Benedikt Benedict Bengt Bendik Bent Ben Benny
        Benjamin Ben Benny Benno Benni
        Bergljot Berit Beggo
        Bernhard Bernard Bernt Berndt Bernie Barney Benno
        Birgitte Birgitta Birgit Brita Britt Britta Berit Gitte Gitta Bibbi Bridget Birte
        Bjorn Bear Bjarne Nalle Bosse
        Boris Bo Borja
        Bo Bosse Bosson
        Brigitte Bridget Gitte Biddy
        Camilla Kamilla Milla Cam Kami Cammie Mille
        Carina Karin Rina Nina
        Caroline Karoline Karolina Lina Line Carrie Carol Caro Karo Kalla
        Casper Kasper Jesper Kasse Cap
        Cecilie Cecilia Sissel Cille Cilla Silje Celia Cissi Sissi Cecily Cille Sille
        Charles Karl Carl Charlie Chuck Chas Kalle Carlo Calle Karsten
        Charlotte Lotte Lotta Charlie Lottie Charlotta Sjarlotte
        Christina Kristina Kristin Kirsten Kristine Kirsti Kjersti Kjerstin Stina Stine Tina Tine Kia Chris Chrissy Kicki Kiki Sia
        Christian Kristian Kristen Krister Kris Chris Chrille Kitt Karsten
        Christopher Kristoffer Kristofer Stoffer Chris Kris Topher Kit Toffe Toffen Stoffe
        Clara Klara Clare Claire
        Claus Klaus Nikolaus Nils
        Cornelia Kornelia Nelly Nella Corrie Nelia
        Dagfinn Dag Dagge
        Dagmar Dagny Maren Daggi
        Daniel Dan Danny Danne Dani Niels
        Daniela Danielle Dani Dana Ela
        David Dave Davy Davey Dawid Vidde
        Deborah Debora Debbie Deb Debby
        Dennis Denis Denny Den
        Diana Di Dina
        Dominik Dominic Dom Nick Minik
        Donald Don Donnie
        Dorothea Dorthe Dorte Dorothy Dora Dorte Thea Tea Dot Dolly Dorrit Tia
        Edmund Ed Eddie Ned Ted Mund
        Edvard Edward Ed Eddie Eddy Ted Teddy Ned Edde
        Edvin Edwin Ed Eddie
        Eilert Eilif Leif
        Einar Enar Ejnar Inar Einis
        Eivind Oyvind Eyvind Even Vinden
        Eleonora Eleanor Ellinor Elinor Nora Ella Ellie Nell Lenora Noor
        Elias Eli Ilja
        Elin Helene Elina Ella Ellen
        Elisabeth Elizabeth Elisabet Elisa Elise Lise Lisa Lis Lisbeth Lisbet Liz Lizzie Beth Betty Bettan Betsy Bess Eliza Else Elsa Elsie Libby Bettina Ella Lisen Bettan
        Ellen Helene Elin Nelly Ella Elly Len
        Elling Erling Ling
        Emilie Emily Emma Emmy Millie Mille Em Emi Emelie
        Emil Emilio Emile Mille Milo
        Erik Eirik Eric Rick Ricky Erka Jerker Jerka
        Erika Erica Rica Riikka Rikke
        Erland Erlend Lennart
        Ernst Ernest Ernie Erni
        Eugen Eugene Gene
        Eva Evelyn Evy Evi Eve Ewa Evelina Lina
        Ferdinand Ferdi Nand Ferd
        Filip Philip Phil Lippe Pip Flip Fille
        Florence Flo Flossie Florens
        Frances Fransiska Francesca Fran Franny Sissi Siska Ciska Fanny
        Francis Frans Franz Frank Frankie Fransiskus Frasse
        Franklin Frank Frankie
        Frederikke Fredrika Fredrikke Rikke Rika Freddie Frida
        Fredrik Frederik Fred Freddy Freddie Fredde Figge Fritz Rik Fredrick
        Frida Friede Elfrida Frieda
        Gabriel Gabbe Gab Gabe Gabi
        Gabriella Gabriele Gabbi Gabby Ella Bella Gabi
        Georg George Jorgen Goran Jurgen Jorg Georgie Jory Yrjo Orjan Joren
        Gerd Gertrud Trude Gerda Trudie Gerti Turid
        Gerhard Gerard Gert Geir Gerry Gerd
        Gisela Gisle Gisa Ella
        Gottfrid Gottfried Fried Goffe
        Grethe Margrethe Grete Greta Gry
        Gudrun Guro Guri Gun Runa Gudda
        Gudmund Gudbrand Gulbrand Mund Gunder
        Gunhild Gunilla Gunn Gun Nilla Hilde
        Gunnar Gunder Gunne Gurra
        Gustav Gustaf Gus Gosta Gusten Gurra Gusse
        Haldis Halldis Disa
        Halvard Hallvard Halvor Hallvor Halle Varden
        Hanne Johanne Johanna Hanna Hannah Hannele Hanni
        Hans Johannes Johan Hasse Hanse Hansi
        Harald Harold Harry Harri Halle Hal Harre
        Harriet Henriette Hattie Harry Hatty
        Hedvig Hedda Hedvika Hedwig Vigga Heddi Jadwiga
        Heinrich Henrik Heinz Heiki
        Helene Helena Helen Lene Lena Elena Elin Ellen Nell Leni Helle Lenka
        Helge Helgi Holger Hege
        Helga Hella Olga Hege
        Henrik Henry Henrich Henning Hank Harry Hal Rik Henke Henka Hendrik Heikki Henni Enrique
        Henriette Henrietta Jette Etta Henni Jettan Rietta Yette
        Herbert Herb Bert Bertie
        Herman Hermann Manne Herm
        Hilde Hildegunn Hildur Mathilde Hilda Hildegard
        Hjalmar Jalmar Hjalle
        Hugo Hugh Huge Hugge
        Ida Idun Idunn Ide
        Ingeborg Inger Inga Inge Ingbjorg Bojan Bolla Ingunn Ibbe Ingeburg
        Ingrid Inger Inga Inge Ingri Rid Gri
        Ingvald Ingvar Inge Yngve Ingemar
        Irene Irena Ira Rena Reni
        Isabel Isabella Isabelle Bella Bell Isa Izzy Belle Ibbi Sabel
        Isak Isaac Ike Zak
        Jakob Jacob James Jack Jake Jim Jimmy Jeppe Kobbe Jakke Jacke Jamie Jacques Kob
        James Jim Jimmy Jamie Jem Jimmie
        Jan Johan Johannes John Janne Jon
        Janne Johanne Jane Jannicke Jannike
        Jennifer Jenny Jen Jenna Jenni Jennie
        Jens Johannes Jon Jensemann
        Jeremias Jeremy Jerry Jere
        Jessica Jess Jessie Jesse
        Joakim Joachim Jokke Kim Jocke Jo Jakim Jockum Akim Kimmo
        Jonas Jon Joon Nas
        Jonathan Jon Jonny Nate Jonte Natan
        Johan John Johannes Jon Jan Johnny Jonny Jack Ian Sean Ivan Juan Giovanni Jussi Juha Johs Jo Janne Hannes Hans Jens Jo Evan Sjur
        Johanna Johanne Jane Joan Jo Hanna Hanne Jannicke Jannike Janne Janni Joanna Jonna Jana
        Josef Joseph Joe Joey Jo Jossi Sepp Jose Jusse
        Josefine Josephine Jo Josie Fina Fine Jose Josse Sefine
        Jostein Jo Jon Stein
        Joshua Josh Josva
        Judith Judy Jutta Judi Juditta
        Julie Julia Juliana Juliane Jule Jules Juliet Lia Ju
        Julius Jules Julle Jul
        Jorgen Georg Jorn Joern Jurgen Yrgen Goran
        Jorunn Jorun Jo Runn
        Kaare Kore Korre
        Kaja Karin Kajsa Katarina Kaisa Karen
        Kamilla Mille Milla
        Karen Karin Kari Karna Kajsa Maren Kaia Kaja Caja Karianne Katarina Kaisa Kari
        Karianne Kari Marianne Karin
        Karl Carl Kalle Charles Calle Carlo Karlemann
        Karsten Kristian Carsten Kasse
        Katarina Katharina Katrine Catherine Kathrine Katherine Katrin Kathryn Kate Katie Kat Kathy Cathy Cat Kitty Kay Trine Trina Kari Karin Karen Kaja Katja Katinka Kati Kata Cato Ina Rina Kajsa Kaisa Tinka Kathe
        Kenneth Ken Kenny Kenta Kenne
        Kirsten Kirsti Kjersti Kirstin Kersti Kia Kicki Kisten Kerstin Kjerstin
        Kjartan Kjarten Jartan
        Kjell Kjetil Ketil Kjelle Kelle Kettil
        Klement Clement Clemens Klem Mens
        Knut Canute Knud Knutte Knotten
        Konrad Conrad Kurt Connie Konni Rad
        Konstantin Constantin Stan Kostja Konsta
        Konstanse Constance Connie Stanse
        Kristiane Christiane Jane Kris Chris Kristianne
        Laila Lajla Leila Lily
        Lars Lasse Laurits Laurentius Lauritz Laurence Lawrence Larry Lorens Lorentz Lassen Larsa Lauri Lare Larss
        Laura Lauren Laurie Lori Lara Laurine
        Lawrence Larry Laurie Lars Lorenz
        Leif Leffe Leiv
        Leonard Lennart Lenny Leo Len Leon Lenne Lelle
        Leonora Nora Leo Lea
        Leopold Leo Poldi Polle
        Lilian Lillian Lilly Lily Lil Lill
        Linda Lin Lindi Lindy Belinda
        Linnea Linn Nea Lin Nean Linda
        Lovise Louise Lovisa Louisa Luise Lou Lova Vise Lulu Lusse
        Ludvig Ludwig Louis Lewis Lou Ludde Lasse Luis
        Lukas Lucas Luke Luca Lukki
        Lucia Lucy Luci Lusia Lussi Lucie Cia
        Madeleine Magdalena Magdalene Madelen Malene Malin Maddie Lena Lene Magda Magga Madde Leni Maddy Malena
        Magnhild Magnhilda Mag Hilde Mangla
        Magnus Mogens Manne Mange Mons Magne Mankan
        Malin Malene Magdalena Lina Mallan
        Marcus Markus Marc Mark Mackan Marco Macke Marek
        Margareta Margrethe Margaret Margarethe Margit Merete Marit Meta Mette Grethe Greta Grete Maggie Peggy Meg Marge Margie Maggan Margot Daisy Rita Gitte Margunn Megan Madge Mariit Margrete Marjatta Gretel Marete Merethe Maret
        Maria Marie Mari Mary Maja Mia Maren Marja Marian Miriam Mie Mimmi Mimi Molly Polly May Mille Mya Masja Ria Marika Moa Marita
        Marianne Mary Anne Mari Janne Nanne Marion Anne Ninni
        Marit Margit Margrete Margareta Mari Rita Maritt
        Martha Marte Marta Marthe Marthine Marti Patty
        Martin Marty Morten Mårten Matti Macke Marre Tinus
        Martine Martina Tina Tine Marte Marthine
        Mathilde Matilda Mathilda Tilda Tilde Tilly Mattie Hilde Matti Maud
        Mattias Matthias Mathias Matthew Mats Mads Matt Matte Matteus Matti Mattis Thies Tias
        Matthew Matt Matty Matteus Mats
        Maximilian Maksimilian Max Maks Maxi
        Melissa Mel Missy Lissa Meli
        Mikael Michael Mikkel Mikael Mike Mick Mickey Mikke Micke Micael Mitch Miska Misha Michel Mikko Miguel
        Mikaela Michaela Micha Mikki Ella Kaela
        Mildred Millie Milly Mille
        Mohammed Muhammad Mohamed Mohammad Mo Muhammed Mehmet Ahmed Hamad
        Monika Monica Mona Nika Moni Monna
        Morten Martin Mårten Mort Motte
        Nancy Anne Nan Nanna
        Natalie Natalia Nat Talia Nattie Tasha Natasja Nathalie Talie
        Nathanael Nathan Natan Nate Nat
        Nikolai Nicholas Nikolas Nicolai Nicolay Niklas Nils Niels Nick Nicky Klas Klaus Nico Niko Nic Nisse Nicke Kolja Nicklas Laus
        Nicole Nikoline Nicoline Nicky Nikki Line Nic Coline
        Nils Niels Nisse Nicke Nelle Nilsen Nisa
        Oddvar Odd Oddbjorn Oddgeir Oddmund Oddleif
        Olaf Olav Ola Ole Olle Olof Oluf Olov Olli Olis Ollis Uffe
        Olga Helga Olja Olli
        Oliver Ollie Olli Olle Ole Olivier
        Olivia Liv Livvy Livia Via Ollie
        Oskar Oscar Ossi Osse Oz Okke Ossie
        Otto Otte Ottar Totto
        Ottar Otto Otar Ottis
        Patricia Pat Patty Tricia Trish Patsy Patti
        Patrik Patrick Pat Paddy Pate Patte Rick Packe
        Paul Pål Pol Pauli Paavo Pavel Palle Pelle Pawel Påhl Pablo Pale
        Paula Pauline Pollie Paulina Line
        Peder Per Petter Peter Pete Peer Pelle Per Piet Petrus Petri Pekka Pedro Peppe Perra Pieter
        Pernille Pernilla Petronella Nilla Nille Pernilje Nelly
        Petra Petrine Pernille Trine Petronella Pet
        Philippa Filippa Pippa Pip Filippi
        Priscilla Cilla Silla Prissi
        Rachel Rakel Rae Rach Shelly
        Ragnar Ragge Ragge Ragnvald Ranke
        Ragnhild Ragna Ragni Randi Ranghild Hilde Ranveig Agnild
        Raymond Ray Remi Rai
        Rebekka Rebecca Becky Becca Bekka Beck Becka
        Regine Regina Gina Gine Reggie Rega
        Reidar Reidulf Reidun Ridar
        Reinhard Reinert Reine Reinholt
        Richard Rikard Rick Rich Richie Dick Dickie Ricky Ritchie Rickard Rille Rikki
        Robert Rob Bob Bobby Robbie Robin Bert Robban Roberto Bobbo Robbi
        Roberta Bobbie Robbie Berta Robin
        Roger Rodger Hodge Rogge Roge
        Roland Rolle Rolly Rolland
        Rolf Rudolf Ralf Ralph Roffe Rolle
        Ronald Ron Ronnie Ronny Ragnvald
        Rosemarie Rosemary Rose Rosie Rosa Romy Roro
        Rudolf Rudi Rudy Rolf Rudde Dolf
        Runar Rune Runa Runis
        Sara Sarah Sally Sadie Zara Saara Sari
        Samuel Sam Sammy Sami Samme Semmi
        Samantha Sam Sammy Samanta
        Sebastian Seb Bastian Basse Sebbe Bas Baste Bass
        Selma Anselma Selly
        Serina Severine Rina Serine
        Sigbjorn Sigge Sig Bjorn
        Sigmund Sigge Sig Siggen
        Signe Signy Sina Sine Signa
        Sigrid Siri Sigga Sirid Sigri Siw Siggan
        Sigurd Sivert Syver Sjur Sigge Sigvard Sigvart Siggen
        Simon Simen Sim Sima Simme Shimon
        Sofie Sofia Sophie Sophia Fie Fia Soffi Sonja Soph Fi Sussi
        Solveig Solvei Solvi Solan Veig Sol Solvår
        Stanislav Stanley Stan Slavko Stas
        Stefan Steffen Stephen Steven Steve Staffan Steffe Stef Stevie Steff Stephan Esteban Steffan Fanni
        Stefanie Stephanie Steffi Stef Fanny Stevie
        Stein Steinar Sten Steinulf Stene
        Sunniva Synnove Sunnova Niva Sunna
        Susanne Susanna Susan Sus Sanne Sanna Sue Susie Susi Suzy Susann Suss Zanna Sanni Zuzanna
        Svein Sven Svend Sveinung Svenne Svenn Svenning Svenna
        Sylvia Silvia Sylvi Silvie Sylvie Syl
        Synnove Sunniva Synne Synna Nove
        Tatiana Tatjana Tanja Tania Tata
        Terje Torgeir Tarje Terry
        Teresa Theresa Therese Tess Tessa Terry Terese Resi Tea Tracy Tereza
        Teodor Theodor Theodore Teo Theo Ted Teddy Tor Fedor Todde
        Teodora Theodora Thea Dora Tea Theo Teddy
        Thomas Tomas Tom Tommy Tomme Tomas Tomasz Massi Tompa Tommi
        Timoteus Timothy Tim Timmy Timo
        Tobias Toby Tobbe Tobben Tobi Bias
        Torbjorn Thorbjorn Torben Tobbe Tor Bjorn Tobbi
        Torgeir Tor Geir Torger Terje
        Torgrim Tor Grim Totte
        Torill Toril Torhild Tori Turid
        Torstein Torsten Thorsten Tor Totte Torre Tosse
        Tormod Tor Tormund Modd
        Tordis Thordis Tora Disa Tori
        Trygve Tryggve Trygg Tryg
        Tove Tuva Tova Tobe
        Trine Katrine Katarina Trina Cathrine
        Turid Tura Thurid Turi
        Ulrik Ulrich Uli Ulli Rik Ulle
        Ulrikke Ulrika Rikke Ulla Ulli Rika Ulle
        Ulf Uffe Uffen Ulv Ulfr
        Valborg Valla Borg Valla
        Valentin Val Valle Tin
        Veronika Veronica Vera Ronja Nika Ronnie Roni Vroni Nica
        Viktor Victor Vic Vik Vicke Vittorio Viggo
        Viktoria Victoria Vicky Vicki Tori Vic Viki Tora Toria Ria Vikki
        Vilhelm Wilhelm William Ville Bill Billy Will Willy Liam Wille Helmut Willie Guillaume Villy Vilho
        Vilhelmine Wilhelmina Mina Mine Minna Helmine Minnie Billie Vilma Wilma Mimi
        Vincent Vince Vinnie Vins Sente
        Virginia Ginny Ginger Gina Virgi
        Vladimir Vlad Vova Volodja Mirko
        Walter Valter Walt Wally Valle Valde
        Wenche Venke Wenke Venche
        William Bill Billy Will Willy Liam Wille Vilhelm
        Yngvar Ingvar Yngve Ynge
        Yvonne Ivonne Vonnie Eve Yvi
        Zacharias Sakarias Zack Zach Sakki Zachary Zak Sakke
        Ostein Eystein Stein
        Osmund Aasmund Osse Mund
        Aashild Ashild Aase Hilde
        Aage Ove Age
        Aslaug Asta Laug Aslog
        """;

    private static readonly FrozenDictionary<string, int[]> Groups = Read();

    /// <summary>The lines that contain a word in any spelling; empty where none does.</summary>
    /// <param name="folded">One word by <see cref="NameSpelling.Fold"/>.</param>
    public static int[] GroupsOf(string folded) => Groups.GetValueOrDefault(folded, []);

    private static FrozenDictionary<string, int[]> Read()
    {
        var groups = new Dictionary<string, SortedSet<int>>(StringComparer.Ordinal);
        var lines = Lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        for (var line = 0; line < lines.Length; line++)
        {
            foreach (var name in lines[line].Split(' '))
            {
                var key = NameSpelling.Fold(PersonName.LooseKey(name));
                if (!groups.TryGetValue(key, out var found))
                {
                    groups[key] = found = [];
                }

                found.Add(line);
            }
        }

        return groups.ToFrozenDictionary(group => group.Key, group => group.Value.ToArray(), StringComparer.Ordinal);
    }
}
